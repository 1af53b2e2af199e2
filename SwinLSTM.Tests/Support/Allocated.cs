namespace SwinLSTM.Tests;

/// <summary>What code allocates; other tests of the same process allocate beside it.</summary>
internal static class Allocated
{
    /// <summary>The bytes of .NET's memory that the least of four tries took.</summary>
    public static long Least(Action<int> code) => Enumerable.Range(0, 4).Min(attempt =>
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        code(attempt);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    });
}
