using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>Random numbers of one sample, from (seed, epoch, index) alone. The integers are fixed for good and do not depend on the version
/// of .NET: the 256 bits of state are four successive outputs of SplitMix64 started at <c>Mix(Mix(seed) + index * 0x9E3779B97F4A7C15 +
/// epoch * 0xD1342543DE82EF95)</c>, where <c>Mix</c> is SplitMix64's finaliser, and the stream is xoshiro256** (Blackman and Vigna, 2018;
/// both are in the public domain).</summary>
public struct SampleRandom
{
    private const ulong EpochGamma = 0xD1342543DE82EF95;
    private ulong s0, s1, s2, s3;

    /// <summary>Starts the stream of one sample of a data set with this seed; an index alone is that of the first pass.</summary>
    public SampleRandom(ulong seed, SampleId sample)
    {
        var state = Seeds.Finish(unchecked(Seeds.Finish(seed) + ((ulong)sample.Index * Seeds.Gamma) + ((ulong)sample.Epoch * EpochGamma)));
        s0 = Seeds.Finish(state += Seeds.Gamma);
        s1 = Seeds.Finish(state += Seeds.Gamma);
        s2 = Seeds.Finish(state += Seeds.Gamma);
        s3 = Seeds.Finish(state + Seeds.Gamma);
    }

    /// <summary>Draws the next 64 bits of the stream.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Draws a number in [0, 1) on a grid of 2^-53: the upper 53 bits of the next 64.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>Draws a number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Draws a whole number in [0, <paramref name="bound"/>), at least 1: the upper half of the next 64 bits times the bound,
    /// uniform up to a bias below 2^-32.</summary>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);
    }

    /// <summary>Draws a normally distributed number of mean 0 and standard deviation 1 (Box and Muller; two draws a number).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(Math.Tau * NextDouble());
}
