using Xunit;

namespace SwinLSTM.Tests;

/// <summary>A test that needs a GPU; without one it is skipped, and says so.</summary>
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (!TorchSharp.torch.cuda.is_available())
            Skip = "This machine has no CUDA GPU, or this build of TorchSharp does not see it.";
    }
}
