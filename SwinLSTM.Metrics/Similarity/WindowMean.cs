using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Weighted means over a square window, where the window lies wholly within the frame; the weights are separable.</summary>
/// <param name="window">Over which neighbours.</param>
internal sealed class WindowMean(SimilarityWindow window)
{
    private readonly double[] weights = Normalised(WindowWeights.Of(window).Weights); // along one axis; they sum to 1

    private int Size => weights.Length;

    /// <returns>[..., H - size + 1, W - size + 1] of [..., H, W]; both axes shrink, as no border is made up.</returns>
    public Tensor Of(Tensor frames)
    {
        using var scope = NewDisposeScope();
        var rows = Along(frames, frames.dim() - 2); // [..., H - size + 1, W]
        return Along(rows, rows.dim() - 1).MoveToOuterDisposeScope(); // [..., H - size + 1, W - size + 1]
    }

    /// <param name="valid">Bool [B, T, C, H, W], or null where all count.</param>
    /// <returns>Float64 [B, T, C, H - size + 1, W - size + 1], 1 for a window that has no value which does not count, else 0; or null where all count.</returns>
    public Tensor? WhollyValid(Tensor? valid)
    {
        if (valid is null)
            return null;
        using var scope = NewDisposeScope();
        var rows = Any(valid.logical_not(), 3); // [B, T, C, H', W]
        return Any(rows, 4).logical_not().to(ScalarType.Float64).MoveToOuterDisposeScope(); // [B, T, C, H', W']
    }

    // Whether any of a window's values along an axis is true: of 1, 2, 4 and so on together, then of as many as there are.
    private Tensor Any(Tensor values, long axis)
    {
        for (var together = 1; together < Size;)
        {
            var step = Math.Min(together, Size - together);
            var length = values.shape[axis] - step;
            values = values.narrow(axis, 0, length).logical_or(values.narrow(axis, step, length));
            together += step;
        }
        return values;
    }

    private Tensor Along(Tensor frames, long axis)
    {
        var length = frames.shape[axis] - Size + 1;
        var mean = frames.narrow(axis, 0, length).mul(weights[0]);
        for (var k = 1; k < Size; k++)
            mean.add_(frames.narrow(axis, k, length), weights[k]);
        return mean;
    }

    private static double[] Normalised(double[] shape)
    {
        var sum = shape.Sum();
        return [.. shape.Select(weight => weight / sum)];
    }
}
