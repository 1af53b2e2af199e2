using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using SwinLSTM.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Every number of a metrics case, to 1e-6 (absolute below 1, else relative); counts exactly. A key nobody knows is a
/// failure.</summary>
[Trait("Category", "Parity")]
public sealed partial class MetricsParity
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData("metrics_gray")]
    [InlineData("metrics_rgb")]
    public void Shipped_case_agrees(string name) => Check(FixtureTensors.CaseFolder(name));

    internal static void Check(string caseFolder)
    {
        var config = FixtureTensors.Config(caseFolder);
        var tensors = FixtureTensors.Read(caseFolder);
        using var scope = NewDisposeScope();
        var (prediction, target) = (tensors.Tensor("prediction"), tensors.Tensor("target"));
        foreach (var entry in config.EnumerateObject())
            CheckEntry(entry, prediction, target);
    }

    private static void CheckEntry(JsonProperty entry, Tensor prediction, Tensor target)
    {
        switch (entry.Name)
        {
            case "kind":
                entry.Value.GetString().Should().Be("metrics");
                break;
            case "shape":
                prediction.shape.Should().Equal(entry.Value.EnumerateArray().Select(size => size.GetInt64()));
                break;
            case "axes" or "note":
                break;
            case "mse_mean":
                Compare(entry, new MeanSquaredError(PixelReduction.Mean), prediction, target);
                break;
            case "mse_sum_per_frame":
                Compare(entry, new MeanSquaredError(PixelReduction.Sum), prediction, target);
                break;
            case "mae_mean":
                Compare(entry, new MeanAbsoluteError(PixelReduction.Mean), prediction, target);
                break;
            case "mae_sum_per_frame":
                Compare(entry, new MeanAbsoluteError(PixelReduction.Sum), prediction, target);
                break;
            case "rmse":
                Compare(entry, new RootMeanSquaredError(), prediction, target);
                break;
            case "psnr_db_per_frame_mean":
                Compare(entry, new PeakSignalToNoiseRatio(1, DecibelAverage.OfEachFrame), prediction, target);
                break;
            case "thresholds":
                foreach (var threshold in entry.Value.EnumerateObject())
                    CheckThreshold(threshold, prediction, target);
                break;
            case var name when PooledPsnr().Match(name) is { Success: true } match:
                Compare(entry, new PeakSignalToNoiseRatio(Number(match.Groups[1]), DecibelAverage.OfPooledError), prediction, target);
                break;
            case var name when Similarity().Match(name) is { Success: true } match:
                var window = match.Groups[1].Value == "uniform7" ? SimilarityWindow.Uniform7 : SimilarityWindow.Gaussian11;
                CheckSimilarity(entry, new StructuralSimilarity(Number(match.Groups[2]), window), prediction, target);
                break;
            default:
                Assert.Fail($"No check knows the key {entry.Name}.");
                break;
        }
    }

    private static void Compare(JsonProperty entry, Metric metric, Tensor prediction, Tensor target)
    {
        metric.Add(prediction, target);
        Near(metric.Result, entry.Value, entry.Name);
    }

    private static void CheckSimilarity(JsonProperty entry, StructuralSimilarity metric, Tensor prediction, Tensor target)
    {
        foreach (var part in entry.Value.EnumerateObject())
        {
            if (part.Name == "note")
                continue;
            part.Name.Should().Be("per_frame", "no other part of {0} is known", entry.Name);
            part.Value.GetArrayLength().Should().Be((int)prediction.shape[0]);
            foreach (var (b, frames) in part.Value.EnumerateArray().Index())
            {
                metric.Reset();
                metric.Add(prediction.narrow(0, b, 1), target.narrow(0, b, 1));
                metric.PerLeadTime.Should().HaveCount(frames.GetArrayLength());
                foreach (var (t, expected) in frames.EnumerateArray().Index())
                    Near(metric.PerLeadTime[t], expected, $"{entry.Name}[{b}][{t}]");
            }
        }
    }

    private static void CheckThreshold(JsonProperty threshold, Tensor prediction, Tensor target)
    {
        var scores = new ThresholdScores([double.Parse(threshold.Name, CultureInfo.InvariantCulture)]);
        scores.Add(prediction, target);
        var table = scores.Tables.Single();
        foreach (var score in threshold.Value.EnumerateObject())
        {
            var where = $"thresholds.{threshold.Name}.{score.Name}";
            switch (score.Name)
            {
                case "hits":
                    table.Hits.Should().Be(score.Value.GetInt64(), where);
                    break;
                case "misses":
                    table.Misses.Should().Be(score.Value.GetInt64(), where);
                    break;
                case "false_alarms":
                    table.FalseAlarms.Should().Be(score.Value.GetInt64(), where);
                    break;
                case "correct_negatives":
                    table.CorrectNegatives.Should().Be(score.Value.GetInt64(), where);
                    break;
                case "csi":
                    Near(table.CriticalSuccessIndex, score.Value, where);
                    Near(scores.Result, score.Value, where);
                    break;
                case "pod":
                    Near(table.ProbabilityOfDetection, score.Value, where);
                    break;
                case "far":
                    Near(table.FalseAlarmRatio, score.Value, where);
                    break;
                case "bias":
                    Near(table.FrequencyBias, score.Value, where);
                    break;
                case "hss":
                    Near(table.HeidkeSkillScore, score.Value, where);
                    break;
                default:
                    Assert.Fail($"No check knows the key {where}.");
                    break;
            }
        }
    }

    private static void Near(double actual, JsonElement expected, string where)
    {
        if (expected.ValueKind == JsonValueKind.Null)
            double.IsNaN(actual).Should().BeTrue("{0} is undefined", where);
        else
            actual.Should().BeApproximately(expected.GetDouble(), Tolerance * Math.Max(1, Math.Abs(expected.GetDouble())), where);
    }

    private static double Number(Group text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^psnr_db_peak_([\d.]+)$")]
    private static partial Regex PooledPsnr();

    [GeneratedRegex(@"^ssim_(uniform7|gaussian11)_range([\d.]+)$")]
    private static partial Regex Similarity();
}
