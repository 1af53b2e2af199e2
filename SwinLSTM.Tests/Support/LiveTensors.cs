using FluentAssertions;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Counts tensors that somebody still owns.</summary>
internal static class LiveTensors
{
    /// <summary>How many more tensors are alive after a piece of code than before, outside every scope.</summary>
    public static long After(Action code)
    {
        // Finalizers of earlier tests would free theirs in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        code();
        return Tensor.TotalCount - before;
    }

    /// <summary>Runs a function twice, for what it prepares once, and counts what the second run left beyond its results.</summary>
    public static void ShouldBeOnly(int results, Func<IEnumerable<Tensor>> code)
    {
        foreach (var tensor in code()) tensor.Dispose();
        Tensor[] kept = [];
        After(() => kept = [.. code()]).Should().Be(results, "only the results may outlive the call");
        foreach (var tensor in kept) tensor.Dispose();
    }
}
