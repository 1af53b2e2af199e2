using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How good forecasts are, over any number of batches. It keeps a few sums in double precision for each lead time and never a frame, so
/// a whole test set fits, and parts of one can be measured apart and merged. Not safe for use by several threads at once: give each
/// its own and <see cref="Merge"/> them.
/// </summary>
/// <remarks>
/// A metric of your own says its <see cref="Name"/>, what is <see cref="Better"/>, and which few numbers of each frame to sum
/// (<see cref="Measure"/>); if it is not the first sum over the second, also how many there are (<see cref="Statistics"/>) and what their
/// sums mean (<see cref="Value"/>). Masks, lead times, streaming and merging come with this class.
/// </remarks>
public abstract class FrameMetric
{
    private LeadTimeSums? sums;

    /// <summary>What is measured, with every choice that changes the number, e.g. "SSIM (uniform 7x7, range 1)".</summary>
    public abstract string Name { get; }

    /// <summary>Which values of this metric are good ones.</summary>
    public abstract Direction Better { get; }

    /// <summary>What happens to values that are not finite. A <see cref="MetricSet"/> has a policy of its own, for all of its metrics.</summary>
    public NotFinitePolicy NotFinite { get; init; }

    /// <summary>How many values were treated as invalid because they, or those they are compared with, are not finite.</summary>
    public long SkippedValues => Sums.Skipped;

    /// <summary>How many sequences were added.</summary>
    public long Sequences => Sums.Sequences;

    /// <summary>The metric over all frames added so far; NaN where none of their values counts.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Result => Value(Filled().Total());

    /// <summary>The metric over the frames of each lead time: entry t is the forecast of the (t+1)-th frame ahead; NaN where none of their values counts.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> PerLeadTime => [.. Filled().PerLeadTime.Select(total => Value(total))];

    /// <summary>Measures a batch.</summary>
    /// <param name="prediction">Forecast frames [B, T, C, H, W] of any floating dtype, on any device; read, never kept.</param>
    /// <param name="target">True frames of the same shape on the same device; the dtype may differ.</param>
    /// <param name="valid">
    /// Bool, or bytes of which any but 0 is true, [B, T, C, H, W], where each axis may be 1: true where a value counts. Null: all count.
    /// What lies under the rest is never looked at and may be NaN.
    /// </param>
    /// <returns>The metric of each sequence of this batch by itself, e.g. to find the best and the worst; NaN where none of its values counts.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes differ from each other or from earlier batches, there are no frames, or a value is not finite. Nothing was added then.
    /// </exception>
    public IReadOnlyList<double> Add(Tensor prediction, Tensor target, Tensor? valid = null)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var frames = FramePair.Of(scope, prediction, target, valid, NotFinite);
        Check(frames);
        return Add(MeasureChecked(frames), frames);
    }

    /// <summary>Adds what another metric of the same kind and choices has measured, as if its batches had been added here, to the rounding of double-precision sums.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">It measures something else, or frames of another shape.</exception>
    public void Merge(FrameMetric other)
    {
        CheckMerge(other);
        Sums.Merge(other.Sums);
    }

    /// <summary>What was added so far, to be carried to another machine and merged there with <see cref="MergeJson"/>: a few numbers for each lead time.</summary>
    /// <returns>A JSON object.</returns>
    public string ToJson() => MetricState.Text(State);

    /// <summary>Adds what a metric of the same name and choices had measured when it wrote this, as <see cref="Merge"/> does.</summary>
    /// <param name="json">From <see cref="ToJson"/>; it may be damaged or made up, for everything in it is checked.</param>
    /// <exception cref="InvalidDataException">It is not what such a metric writes; the message says why. Nothing was added then.</exception>
    /// <exception cref="ArgumentException">It measures something else, or frames of another shape.</exception>
    public void MergeJson(string json)
    {
        var state = MetricState.Parse<MetricState>(json);
        CheckState(state);
        AddState(state);
    }

    /// <summary>Forgets all batches.</summary>
    public void Reset() => Sums.Reset();

    /// <summary>The name, with its result where there is one.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Sequences == 0 ? Name : FormattableString.Invariant($"{Name} = {Result:G6}");

    /// <summary>How many numbers <see cref="Measure"/> returns for each frame; 2 unless a metric says otherwise.</summary>
    protected virtual int Statistics => 2;

    /// <summary>Statistics of each frame, such that their sums over frames determine the metric. Counts of what they were taken over are statistics, too.</summary>
    /// <param name="frames">Checked frames. A frame of which no value counts must give zeros.</param>
    /// <returns>Float64 [B, T, statistics] on the frames' device; it and all between belong to a scope that the caller has opened.</returns>
    protected abstract Tensor Measure(FramePair frames);

    /// <summary>The metric, from statistics summed over frames; the first divided by the second, unless a metric says otherwise.</summary>
    /// <param name="totals">What <see cref="Measure"/> returned, summed.</param>
    /// <returns>The metric of these frames together; NaN where there is nothing to measure.</returns>
    protected virtual double Value(ReadOnlySpan<double> totals) => totals[0] / totals[1];

    /// <summary>Refuses frames that cannot be measured; any can, unless a metric says otherwise.</summary>
    /// <param name="frames">Checked frames.</param>
    /// <exception cref="ArgumentException">They are too small, or have too many channels.</exception>
    protected virtual void CheckFrames(FramePair frames)
    {
    }

    /// <summary>The statistics of each lead time, summed over sequences: [T][statistics]; only to be read.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    private protected IReadOnlyList<double[]> TotalPerLeadTime() => Filled().PerLeadTime;

    private protected double[] TotalOverTime() => Filled().Total();

    private LeadTimeSums Sums => sums ??= new(Statistics);

    private LeadTimeSums Filled() => Sequences > 0
        ? Sums
        : throw new InvalidOperationException($"{Name} has no result before the first batch. Call Add with a prediction and its target.");

    // What a set of metrics does step by step: check all, measure all, then add all, so that nothing is half done.
    internal void Check(FramePair frames)
    {
        FrameRules.CheckEarlier(frames.FrameShape, Sums.Shape);
        CheckFrames(frames);
    }

    internal Tensor MeasureChecked(FramePair frames)
    {
        using var scope = NewDisposeScope();
        var statistics = Measure(frames);
        if (statistics.dtype != ScalarType.Float64 || !statistics.shape.SequenceEqual([frames.Batch, frames.Time, Statistics]))
            throw new InvalidOperationException($"{GetType().Name}.Measure must return Float64 [{frames.Batch}, {frames.Time}, {Statistics}]; it returned " +
                $"{statistics.dtype} {FrameRules.Text(statistics.shape)}. Statistics says how many numbers a frame has.");
        return scope.MoveToOuter(statistics);
    }

    internal IReadOnlyList<double> Add(Tensor statistics, FramePair frames) =>
        [.. Sums.Add(statistics, frames.FrameShape, frames.SkippedValues).Select(each => Value(each))];

    // What a view of a metric asks of it.
    internal int StatisticsOfFrame => Statistics;

    internal double ValueOf(ReadOnlySpan<double> totals) => Value(totals);

    internal void CheckOnly(FramePair frames) => CheckFrames(frames);

    internal MetricState State => MetricState.Of(Name, Sums);

    internal void CheckState(MetricState state) => state.Check(Name, Sums);

    internal void AddState(MetricState state) => state.AddTo(Sums);

    internal void CheckMerge(FrameMetric other)
    {
        if (other.GetType() != GetType() || other.Name != Name)
            throw new ArgumentException($"Only a metric of the same kind and choices can be merged into {Name}; this one is {other.Name}.", nameof(other));
        MetricState.CheckShape(Name, Sums.Shape, other.Sums.Shape);
    }
}
