using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>A metric of frames that are made of those that are added.</summary>
/// <param name="metric">Lends its formulas; its own sums stay untouched.</param>
/// <param name="words">Name the view, with every choice.</param>
/// <param name="view">Makes prediction, target and mask, 0 where not valid.</param>
internal sealed class ViewedMetric(FrameMetric metric, string words, Func<FramePair, (Tensor Prediction, Tensor Target, Tensor? Valid)> view) : FrameMetric
{
    public override string Name => $"{metric.Name}, {words}";

    public override Direction Better => metric.Better;

    protected override int Statistics => metric.StatisticsOfFrame;

    protected override Tensor Measure(FramePair frames) => metric.MeasureChecked(View(frames));

    protected override double Value(ReadOnlySpan<double> totals) => metric.ValueOf(totals);

    protected override void CheckFrames(FramePair frames) => metric.CheckOnly(View(frames));

    private FramePair View(FramePair frames) => frames.View(words, () => view(frames));
}
