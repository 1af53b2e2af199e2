using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Structural similarity summed over the windows of each channel of each frame: by loops of our own in CPU memory, by tensors elsewhere.</summary>
/// <param name="window">Over which neighbours.</param>
/// <param name="dataRange">The largest possible value less the smallest.</param>
/// <param name="whole">Whether to sum all of structural similarity, or its factor of contrast and structure.</param>
internal sealed class WindowedSimilarity(SimilarityWindow window, double dataRange, bool whole)
{
    private readonly WindowWeights weights = WindowWeights.Of(window);
    private readonly WindowMean windowMean = new(window);
    private readonly SimilarityKernel kernel = new(window, dataRange, whole);

    public int Size => weights.Size;

    /// <summary>How many windows count: those that have no value that does not.</summary>
    /// <param name="valid">Bool [B, T, C, H, W], or null where all count.</param>
    /// <param name="frames">Which frames.</param>
    /// <returns>1 or 0 for each window, float64 [B, T, C, H', W'], or null where all count; and their number, float64 [B, T, C].</returns>
    public (Tensor? Counted, Tensor Number) Windows(Tensor? valid, Tensor frames)
    {
        var shape = frames.shape;
        var counted = windowMean.WhollyValid(valid);
        return (counted, counted?.sum(3, 4) ?? full([shape[0], shape[1], shape[2]], (shape[3] - Size + 1) * (shape[4] - Size + 1), ScalarType.Float64, frames.device)); // [B, T, C]
    }

    /// <param name="prediction">[B, T, C, H, W], finite.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="counted">From <see cref="Windows"/>.</param>
    /// <returns>Float64 [B, T, C].</returns>
    public Tensor Sums(Tensor prediction, Tensor target, Tensor? counted)
    {
        if (prediction.device_type != TorchSharp.DeviceType.CPU)
            return OnDevice(prediction, target, counted);
        return prediction.dtype == ScalarType.Float64 || target.dtype == ScalarType.Float64
            ? OnCpu<double>(prediction.to(ScalarType.Float64).contiguous(), target.to(ScalarType.Float64).contiguous(), counted?.contiguous())
            : OnCpu<float>(prediction.to(ScalarType.Float32).contiguous(), target.to(ScalarType.Float32).contiguous(), counted?.contiguous());
    }

    private Tensor OnCpu<T>(Tensor prediction, Tensor target, Tensor? counted) where T : struct, INumberBase<T>
    {
        var shape = prediction.shape;
        var sums = new double[checked((int)(shape[0] * shape[1] * shape[2]))];
        var windows = checked((int)((shape[3] - Size + 1) * (shape[4] - Size + 1)));
        var (plane, width) = (checked((int)(shape[3] * shape[4])), (int)shape[4]);
        Planes.ForEach(sums.Length, (first, end) =>
        {
            var p = MemoryMarshal.Cast<byte, T>(prediction.bytes);
            var t = MemoryMarshal.Cast<byte, T>(target.bytes);
            ReadOnlySpan<double> c = counted is null ? [] : MemoryMarshal.Cast<byte, double>(counted.bytes);
            for (var i = first; i < end; i++)
                sums[i] = kernel.Sum<T>(p.Slice(i * plane, plane), t.Slice(i * plane, plane), width, c.IsEmpty ? [] : c.Slice(i * windows, windows));
        });
        return tensor(sums, [shape[0], shape[1], shape[2]]); // [B, T, C]
    }

    /// <summary>The same by tensors, on whatever device the frames are.</summary>
    internal Tensor OnDevice(Tensor prediction, Tensor target, Tensor? counted)
    {
        var (p, t) = (prediction.to(ScalarType.Float64), target.to(ScalarType.Float64));
        var (meanP, meanT) = (windowMean.Of(p), windowMean.Of(t)); // [B, T, C, H', W']
        var (squares, product) = (meanP.square().add(meanT.square()), meanP.mul(meanT));
        var variances = windowMean.Of(p.square().add(t.square())).sub(squares).mul(weights.Sample);
        var covariance = windowMean.Of(p.mul(t)).sub(product).mul(weights.Sample);

        var (c1, c2) = (Math.Pow(0.01 * dataRange, 2), Math.Pow(0.03 * dataRange, 2));
        var similarity = covariance.mul(2).add(c2).div(variances.add(c2));
        if (whole)
            similarity = similarity.mul(product.mul(2).add(c1).div(squares.add(c1)));
        return (counted is null ? similarity : similarity.mul(counted)).sum(3, 4); // [B, T, C]
    }
}
