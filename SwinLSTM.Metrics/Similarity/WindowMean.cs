using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Weighted means over a square window, where the window lies wholly within the frame; the weights are separable.</summary>
internal sealed class WindowMean
{
    private readonly double[] weights; // along one axis; they sum to 1

    public WindowMean(SimilarityWindow window)
    {
        double[] shape = window == SimilarityWindow.Uniform7
            ? [1, 1, 1, 1, 1, 1, 1]
            : [.. Enumerable.Range(-5, 11).Select(offset => Math.Exp(-offset * offset / (2 * 1.5 * 1.5)))];
        var sum = shape.Sum();
        weights = [.. shape.Select(weight => weight / sum)];
    }

    public int Size => weights.Length;

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
        var invalid = valid.logical_not().to(ScalarType.Float64).flatten(0, 1); // [B*T, C, H, W]
        var any = nn.functional.max_pool2d(invalid, Size, 1); // [B*T, C, H', W']
        return any.eq(0).to(ScalarType.Float64).unflatten(0, valid.shape[0], valid.shape[1]).MoveToOuterDisposeScope(); // [B, T, C, H', W']
    }

    private Tensor Along(Tensor frames, long axis)
    {
        var length = frames.shape[axis] - Size + 1;
        var mean = frames.narrow(axis, 0, length).mul(weights[0]);
        for (var k = 1; k < Size; k++)
            mean.add_(frames.narrow(axis, k, length), weights[k]);
        return mean;
    }
}
