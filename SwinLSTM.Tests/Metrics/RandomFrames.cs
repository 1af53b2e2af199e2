using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Frames with something in them: smooth waves and noise in [0, 1], the same for the same seed.</summary>
internal static class RandomFrames
{
    public static float[] Values(int seed, params long[] shape)
    {
        var random = new SampleRandom((ulong)seed, 0);
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(0.35 + 0.3 * Math.Sin(0.37 * i + seed) + random.NextDouble(-0.05, 0.35));
        return values;
    }

    public static Tensor Make(int seed, params long[] shape) => tensor(Values(seed, shape), shape);
}
