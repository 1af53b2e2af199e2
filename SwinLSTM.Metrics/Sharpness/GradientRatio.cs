using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SwinLSTM.Metrics;

/// <summary>How sharp the edges of a forecast are: the sum of its gradient magnitudes, <c>sqrt((right - here)^2 + (below - here)^2)</c>,
/// over that of the truth. 1 is as sharp as the truth, less is blurred, more is noisy; it does not say whether the edges are in the right
/// places. A gradient counts if all three values do.</summary>
/// <remarks>NaN if truth and forecast are flat, infinite if only the truth is.</remarks>
public sealed class GradientRatio : Metric
{
    /// <inheritdoc/>
    public override string Name => "gradient ratio";

    /// <inheritdoc/>
    public override BetterWhen Better => BetterWhen.CloserToOne;

    /// <inheritdoc/>
    protected override Tensor Measure(ForecastBatch batch)
    {
        FrameRules.CheckSide(Name, batch, 2);
        var (forecast, truth, width) = (batch.Filled(batch.Forecast, double.NaN), batch.Filled(batch.Truth, double.NaN), (int)batch.Width);
        var sums = Planes.Sums<float>(forecast, truth, 2, (p, t, sums) => (sums[0], sums[1]) = (OfPlane(p, width), OfPlane(t, width)));
        return (sums ?? ByTensors(forecast, truth)).sum(2L); // [B, T, 2]
    }

    /// <summary>The sums of both without a loop of our own, on any device.</summary>
    /// <returns>Float64 [B, T, C, 2].</returns>
    internal static Tensor ByTensors(Tensor forecast, Tensor truth)
    {
        return stack([Sum(forecast), Sum(truth)], 3); // [B, T, C, 2]

        static Tensor Sum(Tensor frames)
        {
            var wide = frames.to(ScalarType.Float64);
            var (here, right, below) = (wide[.., .., .., ..^1, ..^1], wide[.., .., .., ..^1, 1..], wide[.., .., .., 1.., ..^1]);
            return right.sub(here).square().Plus(below.sub(here).square()).sqrt().nan_to_num(0).sum(3, 4); // [B, T, C]
        }
    }

    private static double OfPlane(ReadOnlySpan<float> plane, int width)
    {
        Vector256<double> sums = default;
        var (rest, lanes) = (0.0, Vector128<float>.Count);
        for (var row = 0; row + width < plane.Length; row += width)
        {
            ref var here = ref MemoryMarshal.GetReference(plane.Slice(row, 2 * width));
            var x = 0;
            for (; x < width - lanes; x += lanes)
            {
                var h = Wide(ref here, x);
                var (across, down) = (Wide(ref here, x + 1) - h, Wide(ref here, x + width) - h);
                var gradient = Vector256.Sqrt(across * across + down * down);
                sums += gradient & Vector256.Equals(gradient, gradient); // NaN does not count
            }
            for (; x < width - 1; x++)
            {
                double across = (double)plane[row + x + 1] - plane[row + x], down = (double)plane[row + width + x] - plane[row + x];
                var gradient = Math.Sqrt(across * across + down * down);
                rest += double.IsNaN(gradient) ? 0 : gradient;
            }
        }
        return Vector256.Sum(sums) + rest;

        static Vector256<double> Wide(ref float values, int at)
        {
            var (lower, upper) = Vector128.Widen(Vector128.LoadUnsafe(ref values, (nuint)at));
            return Vector256.Create(lower, upper);
        }
    }
}
