using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>Another score of the same counts, as a metric of its own, for tables and reports.</summary>
internal sealed class EventScores : FrameMetric
{
    private readonly ThresholdScores counts;
    private readonly string title;
    private readonly Func<ContingencyTable, double> score;

    public EventScores(ThresholdScores counts, EventScore score)
    {
        this.counts = counts;
        (title, Better, this.score) = score switch
        {
            EventScore.CriticalSuccessIndex => ("CSI", Direction.HigherIsBetter, table => table.CriticalSuccessIndex),
            EventScore.ProbabilityOfDetection => ("POD", Direction.HigherIsBetter, table => table.ProbabilityOfDetection),
            EventScore.FalseAlarmRatio => ("FAR", Direction.LowerIsBetter, table => table.FalseAlarmRatio),
            EventScore.SuccessRatio => ("SUCR", Direction.HigherIsBetter, table => table.SuccessRatio),
            EventScore.FrequencyBias => ("BIAS", Direction.CloserToOneIsBetter, table => table.FrequencyBias),
            EventScore.HeidkeSkillScore => ("HSS", Direction.HigherIsBetter, table => table.HeidkeSkillScore),
            EventScore.EquitableThreatScore => ("ETS", Direction.HigherIsBetter, (Func<ContingencyTable, double>)(table => table.EquitableThreatScore)),
            _ => throw new ArgumentOutOfRangeException(nameof(score), $"A score is one of {string.Join(", ", Enum.GetNames<EventScore>())}; {(int)score} was given."),
        };
    }

    public override string Name => $"{title} {counts.Name["CSI ".Length..]}";

    public override Direction Better { get; }

    protected override int Statistics => counts.StatisticsOfFrame;

    protected override Tensor Measure(FramePair frames) => counts.MeasureChecked(frames);

    protected override double Value(ReadOnlySpan<double> totals)
    {
        var sum = 0.0;
        for (var k = 0; k < counts.Thresholds.Count; k++)
            sum += score(EventCounts.Table(totals, k));
        return sum / counts.Thresholds.Count;
    }
}
