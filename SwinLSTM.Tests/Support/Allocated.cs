using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Tests that measure the memory of the whole process: they run when all others have ended.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What code allocates.</summary>
internal static class Allocated
{
    /// <summary>The bytes of .NET's memory that code takes.</summary>
    public static long By(Action code)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        code();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
