using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>The functions of <see cref="OutputActivation"/>.</summary>
internal static class Activations
{
    public static Tensor Apply(OutputActivation activation, Tensor pixels) => activation switch
    {
        OutputActivation.Sigmoid => pixels.sigmoid(),
        OutputActivation.Tanh => pixels.tanh(),
        _ => pixels,
    };
}
