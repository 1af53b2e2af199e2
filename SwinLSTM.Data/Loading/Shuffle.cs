namespace SwinLSTM.Data;

/// <summary>A shuffled order that needs no memory: position to index, one to one, by seed and pass.</summary>
/// <remarks>A Feistel network of four rounds over the next power of four, walked until it lands inside the range.</remarks>
internal static class Shuffle
{
    /// <summary>The index at a position of a pass.</summary>
    public static long At(long position, long count, ulong seed, long pass)
    {
        var half = (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(1, count - 1)) + 1) / 2;
        var mask = (1UL << half) - 1;
        var value = (ulong)position;
        do
        {
            ulong left = value >> half, right = value & mask;
            for (var round = 0UL; round < 4; round++)
                (left, right) = (right, left ^ (Mix(right ^ Mix(seed ^ Mix((ulong)pass) ^ round)) & mask));
            value = (left << half) | right;
        }
        while (value >= (ulong)count);
        return (long)value;
    }

    private static ulong Mix(ulong z) => Seeds.Finish(z + Seeds.Gamma);
}
