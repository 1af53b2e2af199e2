using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>The sum of the square around each value, by running sums: the cost does not depend on the square.</summary>
internal static class BoxSum
{
    /// <param name="values">[..., H, W]; what lies outside of the frame is zero.</param>
    /// <param name="radius">How far a square reaches to each side.</param>
    /// <returns>[..., H, W]; exact for whole numbers.</returns>
    public static Tensor Of(Tensor values, long radius)
    {
        using var scope = NewDisposeScope();
        var rows = Along(values, values.dim() - 2, radius);
        return scope.MoveToOuter(Along(rows, rows.dim() - 1, radius)); // [..., H, W]
    }

    private static Tensor Along(Tensor values, long axis, long radius)
    {
        var length = values.shape[axis];
        radius = Math.Min(radius, length - 1); // further there is nothing
        var ends = (long[])values.shape.Clone();
        ends[axis] = radius + 1;
        var zeros = zeros_like(values.narrow(axis, 0, 1)).expand(ends);
        // running[k] is the sum of the first k - radius - 1 values
        var running = cat([zeros, values, zeros.narrow(axis, 0, radius)], axis).cumsum(axis); // [..., length + 2 * radius + 1, ...]
        return running.narrow(axis, 2 * radius + 1, length).sub(running.narrow(axis, 0, length));
    }
}
