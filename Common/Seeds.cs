namespace SwinLSTM;

/// <summary>Seeds from numbers (SplitMix64, Steele et al. 2014).</summary>
internal static class Seeds
{
    /// <summary>What SplitMix64 adds from one number to the next.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>Mixes numbers into a seed of 63 bits: neighbouring ones give seeds that have nothing in common.</summary>
    public static long Mix(params ReadOnlySpan<long> numbers)
    {
        var z = 0UL;
        foreach (var number in numbers)
            z = Finish((z ^ (ulong)number) + Gamma);
        return (long)(z >> 1);
    }

    /// <summary>Makes of a state the number that SplitMix64 gives for it.</summary>
    public static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
