namespace SwinLSTM;

/// <summary>Seeds from numbers.</summary>
internal static class Seeds
{
    /// <summary>Mixes numbers into a seed of 63 bits: neighbouring ones give seeds that have nothing in common (SplitMix64, Steele et al.
    /// 2014).</summary>
    public static long Mix(params ReadOnlySpan<long> numbers)
    {
        var z = 0UL;
        foreach (var number in numbers)
        {
            z = (z ^ (ulong)number) + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
        }

        return (long)(z >> 1);
    }
}
