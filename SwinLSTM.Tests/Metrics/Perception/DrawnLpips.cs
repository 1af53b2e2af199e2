using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Weights that a seed made; they stand for the real ones, which are not ours to ship.</summary>
internal static class DrawnLpips
{
    private static readonly Dictionary<string, long[]> shapes = new()
    {
        ["features.0.weight"] = [64, 3, 11, 11],
        ["features.0.bias"] = [64],
        ["features.3.weight"] = [192, 64, 5, 5],
        ["features.3.bias"] = [192],
        ["features.6.weight"] = [384, 192, 3, 3],
        ["features.6.bias"] = [384],
        ["features.8.weight"] = [256, 384, 3, 3],
        ["features.8.bias"] = [256],
        ["features.10.weight"] = [256, 256, 3, 3],
        ["features.10.bias"] = [256],
        ["lin0.model.1.weight"] = [1, 64, 1, 1],
        ["lin1.model.1.weight"] = [1, 192, 1, 1],
        ["lin2.model.1.weight"] = [1, 384, 1, 1],
        ["lin3.model.1.weight"] = [1, 256, 1, 1],
        ["lin4.model.1.weight"] = [1, 256, 1, 1],
    };

    public static IReadOnlyDictionary<string, float[]> Values { get; } = Drawn();

    public static Dictionary<string, Tensor> Tensors() =>
        shapes.ToDictionary(entry => entry.Key, entry => tensor(Values[entry.Key], entry.Value));

    // Kernels such that features neither die nor grow; heads that are not negative.
    private static Dictionary<string, float[]> Drawn()
    {
        var random = new SampleRandom(11, 0);
        return shapes.ToDictionary(entry => entry.Key, entry =>
        {
            var inputs = entry.Value.Skip(1).Aggregate(1L, (a, b) => a * b);
            var (lowest, highest) = entry.Key.StartsWith("lin", StringComparison.Ordinal) ? (0, 2.0 / inputs)
                : (-Math.Sqrt(6.0 / inputs), Math.Sqrt(6.0 / inputs));
            if (entry.Value.Length == 1)
                (lowest, highest) = (-0.1, 0.1);
            return Enumerable.Range(0, (int)entry.Value.Aggregate(1L, (a, b) => a * b))
                .Select(_ => (float)random.NextDouble(lowest, highest)).ToArray();
        });
    }
}
