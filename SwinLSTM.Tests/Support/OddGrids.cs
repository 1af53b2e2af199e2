using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Grids of every awkward kind: a point, lines, smaller than windows, primes, whole multiples.</summary>
internal static class OddGrids
{
    public static TheoryData<int, int> All => new()
    {
        { 1, 1 }, { 1, 17 }, { 17, 1 }, { 2, 3 }, { 3, 3 }, { 4, 4 }, { 7, 5 }, { 8, 12 }, { 31, 29 },
    };
}
