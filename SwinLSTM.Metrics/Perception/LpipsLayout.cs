using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Which weights a perceptual distance needs: their names, and their shapes.</summary>
internal static class LpipsLayout
{
    /// <summary>AlexNet's convolutions: their index in torchvision's <c>features</c>, channels out and in, kernel, stride, padding.</summary>
    public static readonly (int Index, int Out, int In, int Kernel, int Stride, int Padding)[] Convolutions =
        [(0, 64, 3, 11, 4, 2), (3, 192, 64, 5, 1, 2), (6, 384, 192, 3, 1, 1), (8, 256, 384, 3, 1, 1), (10, 256, 256, 3, 1, 1)];

    /// <summary>What the smallest frame must be, so that the second pooling has its window of 3: 31 -> 7 -> 3 -> 1.</summary>
    public const int SmallestSide = 31;

    public static string Kernel(int layer) => $"features.{Convolutions[layer].Index}.weight";

    public static string Bias(int layer) => $"features.{Convolutions[layer].Index}.bias";

    public static string Head(int layer) => $"lin{layer}.model.1.weight";

    /// <summary>Refuses weights that are not those of the layout, with all faults in one exception.</summary>
    public static void Check(IReadOnlyDictionary<string, Tensor> weights)
    {
        var faults = new List<string>();
        for (var layer = 0; layer < Convolutions.Length; layer++)
        {
            var (_, channels, from, kernel, _, _) = Convolutions[layer];
            CheckOne(weights, Kernel(layer), [channels, from, kernel, kernel], faults);
            CheckOne(weights, Bias(layer), [channels], faults);
            if (CheckOne(weights, Head(layer), [1, channels, 1, 1], faults) is { } head && head.lt(0).any().item<bool>())
                faults.Add($"{Head(layer)} has negative values; the heads weigh squared differences, so none is negative");
        }
        if (faults.Count > 0)
            throw new ArgumentException($"LPIPS needs the 5 convolutions of torchvision's AlexNet and the 5 linear heads of LPIPS v0.1: {string.Join("; ", faults)}. " +
                "docs/metrics.md shows how to write such a file.", nameof(weights));
    }

    private static Tensor? CheckOne(IReadOnlyDictionary<string, Tensor> weights, string name, long[] shape, List<string> faults)
    {
        if (!weights.TryGetValue(name, out var weight))
            faults.Add($"{name} {FrameRules.Text(shape)} is missing");
        else if (!weight.shape.SequenceEqual(shape))
            faults.Add($"{name} must be {FrameRules.Text(shape)} and is {FrameRules.Text(weight.shape)}");
        else if (!weight.is_floating_point())
            faults.Add($"{name} must be of a floating dtype and is {weight.dtype}");
        else if (!weight.isfinite().all().item<bool>())
            faults.Add($"{name} has values that are not finite");
        else
            return weight;
        return null;
    }
}
