using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Sums over the values of each channel of each frame, float64 [B, T, C] each, on the device of the frames.</summary>
/// <param name="SquaredError">Of (prediction - target)^2.</param>
/// <param name="AbsoluteError">Of |prediction - target|.</param>
/// <param name="SquaredTarget">Of target^2.</param>
internal sealed record FrameSums(Tensor SquaredError, Tensor AbsoluteError, Tensor SquaredTarget)
{
    public static FrameSums Of(Tensor prediction, Tensor target, FloatFrames? floats) =>
        floats is null ? OnDevice(prediction, target) : OnCpu(floats, prediction.shape);

    /// <summary>Whether every prediction and target is finite: one that is not leaves a sum that is not, and finite singles cannot overflow a double.</summary>
    public bool AllFinite() => SquaredError.isfinite().all().item<bool>();

    private static FrameSums OnDevice(Tensor prediction, Tensor target)
    {
        var t = target.to(ScalarType.Float64);
        var error = prediction.to(ScalarType.Float64).sub(t);
        return new(Sum(error.square()), Sum(error.abs()), Sum(t.square())); // [B, T, C]
    }

    private static Tensor Sum(Tensor values) => values.sum(3, 4); // [B, T, C]

    private static FrameSums OnCpu(FloatFrames floats, long[] shape)
    {
        var planes = checked((int)(shape[0] * shape[1] * shape[2]));
        var size = checked((int)(shape[3] * shape[4]));
        var (squared, absolute, power) = (new double[planes], new double[planes], new double[planes]);
        for (var plane = 0; plane < planes; plane++)
            (squared[plane], absolute[plane], power[plane]) =
                ErrorKernel.Sums(floats.Prediction.Slice(plane * size, size), floats.Target.Slice(plane * size, size));
        var axes = shape[..3];
        return new(tensor(squared, axes), tensor(absolute, axes), tensor(power, axes)); // [B, T, C]
    }
}
