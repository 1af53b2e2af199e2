using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class AnomalyCorrelationTests
{
    private static readonly long[] shape = [2, 3, 2, 4, 5];

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    public void It_agrees_with_loops(bool centred, bool weighed, bool masked)
    {
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape), mean = RandomFrames.Values(3, 3, 2, 4, 5);
        var valid = masked ? Enumerable.Range(0, p.Length).Select(i => i % 6 > 1).ToArray() : null;
        var weights = weighed ? AnomalyCorrelation.CosineOfLatitude([67.5, 22.5, -22.5, -67.5]) : null;
        using var scope = NewDisposeScope();
        var metric = new AnomalyCorrelation(new Climatology(tensor(mean, [3, 2, 4, 5])), centred, weights);
        metric.Add(tensor(p, shape), tensor(t, shape), valid is null ? null : tensor(valid, shape));

        for (var lead = 0; lead < 3; lead++)
            metric.PerLeadTime[lead].Should().BeApproximately(
                Enumerable.Range(0, 4)
                    .Average(plane => Correlation(((plane / 2 * 3 + lead) * 2 + plane % 2) * 20, (lead * 2 + plane % 2) * 20)), 1e-12);

        double Correlation(int first, int of)
        {
            var counted = Enumerable.Range(0, 20).Where(i => valid is null || valid[first + i]).ToList();
            double Weight(int i) => weights?[i / 5] ?? 1;
            double P(int i) => (double)p[first + i] - mean[of + i];
            double T(int i) => (double)t[first + i] - mean[of + i];
            double meanP = 0, meanT = 0;
            if (centred)
                (meanP, meanT) = (counted.Sum(i => Weight(i) * P(i)) / counted.Sum(Weight),
                    counted.Sum(i => Weight(i) * T(i)) / counted.Sum(Weight));
            return counted.Sum(i => Weight(i) * (P(i) - meanP) * (T(i) - meanT))
                / Math.Sqrt(counted.Sum(i => Weight(i) * Math.Pow(P(i) - meanP, 2)) * counted.Sum(i =>
                    Weight(i) * Math.Pow(T(i) - meanT, 2)));
        }
    }

    [Fact]
    public void Anomalies_count_by_their_shape_and_centred_ones_without_their_mean()
    {
        using var scope = NewDisposeScope();
        var truth = RandomFrames.Make(1, shape);
        var nothing = new Climatology(zeros([2, 4, 5]));
        double Of(Tensor prediction, bool centred) => new AnomalyCorrelation(nothing, centred).Add(prediction, truth)[0];
        Of(truth, false).Should().BeApproximately(1, 1e-12);
        Of(truth.mul(3), false).Should().BeApproximately(1, 1e-12);
        Of(truth.mul(-1), false).Should().BeApproximately(-1, 1e-12);
        Of(truth.to(ScalarType.Float64).mul(0.5).add(4), true).Should().BeApproximately(1, 1e-12);
        Of(truth.add(4), false).Should().BeLessThan(0.95);
        Of(full_like(truth, 0.1), true).Should().Be(double.NaN, "a constant anomaly has no shape");
        Of(zeros_like(truth), false).Should().Be(double.NaN);
    }

    [Fact]
    public void Frames_without_an_anomaly_do_not_count()
    {
        using var scope = NewDisposeScope();
        var truth = RandomFrames.Make(1, shape);
        var forecast = truth.clone();
        forecast.select(1, 1).fill_(0);
        var metric = new AnomalyCorrelation(new Climatology(zeros([2, 4, 5])), centred: false);
        metric.Add(forecast, truth);
        metric.Result.Should().BeApproximately(1, 1e-12);
        metric.PerLeadTime[1].Should().Be(double.NaN);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        var (frames, climatology) = (RandomFrames.Make(1, shape), new Climatology(zeros([2, 4, 5])));
        void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
        void NotMade(Func<object> make, string message) => make.Should().Throw<ArgumentException>().WithMessage(message);
        Refused(() => new AnomalyCorrelation(climatology, false, [1, 1]).Add(frames, frames),
            "There must be a weight for each row of a frame; there are 2 weights and 4 rows.*");
        Refused(() => new AnomalyCorrelation(new Climatology(zeros([2, 4, 4])), false).Add(frames, frames),
            "A climatology must have the frames' [C, H, W]*it is [1, 2, 4, 4], the frames [T, C, H, W] are [3, 2, 4, 5].*");
        NotMade(() => new AnomalyCorrelation(climatology, false, [1, -1, 1, 1]),
            "Row weights must be finite, none negative and one positive, as CosineOfLatitude returns them; they are 1, -1, 1, 1.*");
        Refused(() => AnomalyCorrelation.CosineOfLatitude([0, 91]), "A latitude is between -90 and 90 degrees; 91 was given.*");
        AnomalyCorrelation.CosineOfLatitude([90, 60, 0]).Should().Equal([0, 0.5, 1], (x, y) => Math.Abs(x - y) < 1e-15);
        new AnomalyCorrelation(climatology, true, [1, 1, 1, 1]).Name.Should().Be("ACC (centred, rows weighted)");
    }
}
