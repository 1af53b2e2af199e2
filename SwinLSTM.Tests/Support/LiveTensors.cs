using FluentAssertions;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Counts tensors that nobody disposed.</summary>
internal static class LiveTensors
{
    /// <summary>How many more tensors are alive after a piece of code than before; those that wait for their finalizer count as
    /// alive.</summary>
    public static long After(Action code)
    {
        // Finalizers of earlier tests would free theirs in between.
        Settle();
        return Difference(code, () => { });
    }

    /// <summary>How many tensors are held after code that builds modules of so many parameters, beyond those that the host itself never
    /// counts down.</summary>
    /// <remarks>A host's parameter takes over the tensor that it is made from, and may count it as alive for ever.</remarks>
    public static long HeldAfter(int parameters, Action code)
    {
        Settle();
        var shell = Difference(() => nn.Parameter(zeros(1)).Dispose(), Settle);
        return Difference(code, Settle) - (shell * parameters);
    }

    /// <summary>Runs a function twice, for what it prepares once, and counts what the second run left beyond its results.</summary>
    public static void ShouldBeOnly(int results, Func<IEnumerable<Tensor>> code)
    {
        foreach (var tensor in code()) tensor.Dispose();
        Tensor[] kept = [];
        After(() => kept = [.. code()]).Should().Be(results, "only the results may outlive the call");
        foreach (var tensor in kept) tensor.Dispose();
    }

    private static long Difference(Action code, Action settle)
    {
        var before = Tensor.TotalCount;
        code();
        settle();
        return Tensor.TotalCount - before;
    }

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
