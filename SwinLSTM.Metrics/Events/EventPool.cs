using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>The largest value of each square of a grid that begins at the upper left corner; squares at the lower and right border may be cut.</summary>
internal static class EventPool
{
    /// <param name="frames">[B, T, C, H, W] of any floating dtype.</param>
    /// <param name="valid">Which values count; null where all do.</param>
    /// <param name="side">Rows and columns of a square.</param>
    /// <returns>[B, T, C, ceil(H / side), ceil(W / side)] of the same dtype; negative infinity where no value of a square counts.</returns>
    public static Tensor Largest(Tensor frames, Tensor? valid, int side)
    {
        // Half precision has no pooling on the CPU, and the largest value is the same one in any wider dtype.
        var wide = frames.dtype == ScalarType.Float64 ? frames : frames.to(ScalarType.Float32);
        if (valid is not null)
            wide = wide.masked_fill(valid.logical_not(), double.NegativeInfinity);
        return Pool(wide, side).to(frames.dtype); // [B, T, C, H / side, W / side]
    }

    /// <returns>Which squares have a value that counts.</returns>
    public static Tensor AnyValid(Tensor valid, int side) => Pool(valid.to(ScalarType.Float32), side).gt(0); // [B, T, C, H / side, W / side]

    private static Tensor Pool(Tensor frames, int side)
    {
        var shape = frames.shape;
        var pooled = nn.functional.max_pool2d(frames.reshape(-1, shape[2], shape[3], shape[4]), side, side, 0, 1, ceil_mode: true); // [B*T, C, H / side, W / side]
        return pooled.reshape(shape[0], shape[1], shape[2], pooled.shape[2], pooled.shape[3]);
    }
}
