using System.Numerics;

namespace SwinLSTM.Metrics;

/// <summary>Structural similarity summed over the windows of each plane: by a loop of our own in CPU memory, by tensors
/// elsewhere.</summary>
internal sealed class WindowedSimilarity
{
    private readonly SimilarityWindow window;
    private readonly double dataRange;
    private readonly bool whole;
    private readonly SimilarityKernel kernel;

    /// <param name="window">The window.</param>
    /// <param name="dataRange">The largest possible value less the smallest.</param>
    /// <param name="whole">Whether to sum all of structural similarity, or only its factor of contrast and structure.</param>
    public WindowedSimilarity(SimilarityWindow window, double dataRange, bool whole)
    {
        if (!double.IsFinite(dataRange) || dataRange <= 0)
            throw new ArgumentOutOfRangeException(nameof(dataRange),
                $"The data range must be positive and finite, 1 for frames in [0, 1]; it is {dataRange}.");
        (this.window, this.dataRange, this.whole) = (FrameRules.Checked(window), dataRange, whole);
        kernel = new(window, dataRange, whole);
    }

    /// <summary>The weights of the Gaussian window along one axis; their sum is 1.</summary>
    public static double[] Gaussian { get; } = Bell();

    /// <summary>The choices in words, for names.</summary>
    public string Words =>
        Invariant($"{(window == SimilarityWindow.Uniform7 ? "uniform 7x7" : "Gaussian 11x11")}, range {dataRange}");

    /// <summary>The side of the window.</summary>
    public int Size => SizeOf(window);

    public static int SizeOf(SimilarityWindow window) => window == SimilarityWindow.Uniform7 ? 7 : 11;

    /// <param name="forecast">[B, T, C, H, W]; NaN where a value does not count.</param>
    /// <param name="truth">The same shape.</param>
    /// <returns>Float64 [B, T, C, 2]: the sum, and the number of windows that count, because all of their values do.</returns>
    public Tensor Sums(Tensor forecast, Tensor truth)
    {
        var width = (int)forecast.shape[4];
        return Planes.Sums<float>(forecast, truth, 2, OfPlane) ?? Planes.Sums<double>(forecast, truth, 2, OfPlane)
            ?? ByTensors(forecast, truth); // [B, T, C, 2]

        void OfPlane<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> t, Span<double> sums) where T : unmanaged, INumberBase<T> =>
            (sums[0], sums[1]) = kernel.Sum(p, t, width);
    }

    /// <summary>The same without a loop of our own, on any device.</summary>
    public Tensor ByTensors(Tensor forecast, Tensor truth)
    {
        var (p, t) = (forecast.to(ScalarType.Float64), truth.to(ScalarType.Float64));
        var (meanP, meanT) = (Mean(p), Mean(t)); // [B, T, C, H', W']
        var (squares, product, sample) =
            (meanP.square().Plus(meanT.square()), meanP.mul(meanT), window == SimilarityWindow.Uniform7 ? 49.0 / 48 : 1);
        var variances = Mean(p.square().Plus(t.square())).sub(squares).mul(Number(sample));
        var covariance = Mean(p.mul(t)).sub(product).mul(Number(sample));

        var (c1, c2) = (Math.Pow(0.01 * dataRange, 2), Math.Pow(0.03 * dataRange, 2));
        var similarity = covariance.mul(Number(2)).Plus(c2).div(variances.Plus(c2));
        if (whole)
            similarity = similarity.mul(product.mul(Number(2)).Plus(c1).div(squares.Plus(c1)));
        return stack([similarity.nan_to_num(0).sum(3, 4), similarity.isfinite().sum(3, 4).to(ScalarType.Float64)], 3); // [B, T, C, 2]
    }

    // The weighted mean over every window within the frame, as shifted sums: a convolution on a GPU may spread NaN to windows that do not
    // see it.
    private Tensor Mean(Tensor frames) => Along(Along(frames, 3), 4); // [B, T, C, H', W']

    private Tensor Along(Tensor frames, long axis)
    {
        var length = frames.shape[axis] - Size + 1;
        double Weight(int k) => window == SimilarityWindow.Uniform7 ? 1.0 / 7 : Gaussian[k];
        var mean = frames.narrow(axis, 0, length).mul(Number(Weight(0)));
        for (var k = 1; k < Size; k++)
            mean.add_(frames.narrow(axis, k, length), Number(Weight(k)));
        return mean;
    }

    private static double[] Bell()
    {
        double[] bell = [.. Enumerable.Range(-5, 11).Select(offset => Math.Exp(-offset * offset / (2 * 1.5 * 1.5)))];
        return [.. bell.Select(weight => weight / bell.Sum())];
    }
}
