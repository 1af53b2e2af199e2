using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How good ensembles are: many forecasts of one future, of which each should be as likely as the truth. As <see cref="FrameMetric"/> it keeps sums in
/// double precision for each lead time, never a frame. Not safe for use by several threads at once.
/// </summary>
public abstract class EnsembleMetric
{
    private LeadTimeSums? sums;

    private protected EnsembleMetric()
    {
    }

    /// <summary>What is measured, with every choice that changes the number.</summary>
    public abstract string Name { get; }

    /// <summary>Which values of this metric are good ones.</summary>
    public abstract Direction Better { get; }

    /// <summary>What happens to values that are not finite; one member that is not makes the value invalid for all.</summary>
    public NotFinitePolicy NotFinite { get; init; }

    /// <summary>How many values were treated as invalid because a member or the target is not finite.</summary>
    public long SkippedValues => Sums.Skipped;

    /// <summary>How many sequences were added.</summary>
    public long Sequences => Sums.Sequences;

    /// <summary>The metric over all frames added so far; NaN where none of their values counts.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Result => Value(Filled().Total());

    /// <summary>The metric over the frames of each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> PerLeadTime => [.. Filled().PerLeadTime.Select(total => Value(total))];

    /// <summary>Measures a batch.</summary>
    /// <param name="members">M forecasts [B, M, T, C, H, W] of any floating dtype, on any device; read, never kept.</param>
    /// <param name="target">True frames [B, T, C, H, W] on the same device.</param>
    /// <param name="valid">Bool or bytes [B, T, C, H, W], where each axis may be 1: true where a value counts. Null: all count.</param>
    /// <returns>The metric of each sequence of this batch by itself.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit each other or earlier batches, there are too few members, or a value is not finite. Nothing was added then.
    /// </exception>
    public IReadOnlyList<double> Add(Tensor members, Tensor target, Tensor? valid = null)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var ensemble = Ensemble.Of(members, target, valid, NotFinite);
        CheckMembers(ensemble.Count);
        if (Sums.Shape is { } earlier && !earlier.SequenceEqual(ensemble.Shape))
            throw new ArgumentException($"All batches must have members of one shape [M, T, C, H, W]; earlier ones were {FrameRules.Text(earlier)}, this one is " +
                $"{FrameRules.Text(ensemble.Shape)}. Reset the metric, or use another.", nameof(members));
        return [.. Sums.Add(Measure(ensemble), ensemble.Shape, ensemble.Skipped).Select(each => Value(each))];
    }

    /// <summary>Adds what another metric of the same kind and choices has measured, as if its batches had been added here.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">It measures something else, or members of another shape.</exception>
    public void Merge(EnsembleMetric other)
    {
        if (other.GetType() != GetType() || other.Name != Name)
            throw new ArgumentException($"Only a metric of the same kind and choices can be merged into {Name}; this one is {other.Name}.", nameof(other));
        MetricState.CheckShape(Name, Sums.Shape, other.Sums.Shape);
        Sums.Merge(other.Sums);
    }

    /// <summary>What was added so far, to be carried to another machine and merged there with <see cref="MergeJson"/>.</summary>
    /// <returns>A JSON object.</returns>
    public string ToJson() => MetricState.Text(MetricState.Of(Name, Sums));

    /// <summary>Adds what a metric of the same name and choices had measured when it wrote this.</summary>
    /// <param name="json">From <see cref="ToJson"/>; everything in it is checked.</param>
    /// <exception cref="InvalidDataException">It is not what such a metric writes. Nothing was added then.</exception>
    /// <exception cref="ArgumentException">It measures something else, or members of another shape.</exception>
    public void MergeJson(string json)
    {
        var state = MetricState.Parse<MetricState>(json);
        state.Check(Name, Sums);
        state.AddTo(Sums);
    }

    /// <summary>Forgets all batches.</summary>
    public void Reset() => Sums.Reset();

    /// <summary>The name, with its result where there is one.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Sequences == 0 ? Name : FormattableString.Invariant($"{Name} = {Result:G6}");

    private protected abstract int Statistics { get; }

    /// <returns>Float64 [B, T, statistics], zeros for a frame of which nothing counts.</returns>
    private protected abstract Tensor Measure(Ensemble ensemble);

    private protected abstract double Value(ReadOnlySpan<double> totals);

    private protected virtual void CheckMembers(long members)
    {
    }

    private protected LeadTimeSums Filled() => Sequences > 0
        ? Sums
        : throw new InvalidOperationException($"{Name} has no result before the first batch. Call Add with the members of an ensemble and their target.");

    private LeadTimeSums Sums => sums ??= new(Statistics, timeAxis: 1);
}
