using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// How much of a baseline's error a forecast saves: <c>1 - error / error of the baseline</c>. 1 is a perfect forecast, 0 one that is no better, and below
/// 0 the network is worth less than nothing. Both errors are over all frames before they are divided; a mean of frames' skills would be another number.
/// </summary>
/// <remarks>
/// Where the baseline is perfect, skill is NaN for a forecast that is perfect too, and negative infinity for any other. Values that are not
/// finite are refused. Not safe for use by several threads at once.
/// </remarks>
public sealed class SkillScore
{
    private readonly FrameMetric own, others;

    /// <summary>Skill in the mean squared error.</summary>
    /// <param name="baseline">What to beat.</param>
    public SkillScore(Baseline baseline) : this(baseline, () => new MeanSquaredError(PixelReduction.Mean))
    {
    }

    /// <summary>Skill in any error.</summary>
    /// <param name="baseline">What to beat.</param>
    /// <param name="error">Makes a metric of which lower values are better; called twice.</param>
    /// <exception cref="ArgumentException">It makes two different ones, one and the same, or one of which lower values are not better.</exception>
    public SkillScore(Baseline baseline, Func<FrameMetric> error)
    {
        (Baseline, own, others) = (baseline, error(), error());
        if (ReferenceEquals(own, others) || own.GetType() != others.GetType() || own.Name != others.Name)
            throw new ArgumentException($"Skill compares two new metrics of one kind; {own.Name} and {others.Name} were made{(ReferenceEquals(own, others) ? ", and are one and the same" : "")}. " +
                "Let the function make a new one each time.", nameof(error));
        if (own.Better != Direction.LowerIsBetter)
            throw new ArgumentException($"Skill needs a metric of which lower values are better and 0 is perfect; of {own.Name}, {own.Better}. Use an error, such as MeanSquaredError.", nameof(error));
    }

    /// <summary>What is measured.</summary>
    public string Name => $"skill in {own.Name} against {Baseline.Name}";

    /// <summary>The forecast to beat.</summary>
    public Baseline Baseline { get; }

    /// <summary>How many sequences were added.</summary>
    public long Sequences => own.Sequences;

    /// <summary>The skill over all frames added so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Result => Skill(own.Result, others.Result);

    /// <summary>The skill at each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> PerLeadTime => [.. own.PerLeadTime.Zip(others.PerLeadTime, Skill)];

    /// <summary>The error of the forecast at each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> ErrorPerLeadTime => own.PerLeadTime;

    /// <summary>The error of the baseline at each lead time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public IReadOnlyList<double> BaselineErrorPerLeadTime => others.PerLeadTime;

    /// <summary>Measures a batch.</summary>
    /// <param name="past">The known frames [B, T', C, H, W] from which the forecast was made.</param>
    /// <param name="prediction">Forecast frames [B, T, C, H, W] on the same device.</param>
    /// <param name="target">True frames of the same shape.</param>
    /// <param name="valid">As of <see cref="FrameMetric.Add(Tensor, Tensor, Tensor?)"/>; it counts for forecast and baseline alike.</param>
    /// <returns>The skill of each sequence by itself.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other or earlier batches, or a value is not finite. Nothing was added then.</exception>
    public IReadOnlyList<double> Add(Tensor past, Tensor prediction, Tensor target, Tensor? valid = null)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var forecast = FramePair.Of(scope, prediction, target, valid, NotFinitePolicy.Refuse);
        CheckPast(past, prediction);
        var rival = FramePair.Of(scope, Rival(past, target, valid), target, valid, NotFinitePolicy.Refuse);
        own.Check(forecast);
        others.Check(rival);
        var (mine, its) = (own.MeasureChecked(forecast), others.MeasureChecked(rival));
        return [.. own.Add(mine, forecast).Zip(others.Add(its, rival), Skill)];
    }

    /// <summary>Adds what another score of the same metric and baseline has measured, as if its batches had been added here.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">It measures something else, or frames of another shape.</exception>
    public void Merge(SkillScore other)
    {
        if (other.Name != Name)
            throw new ArgumentException($"Only the same skill can be merged into {Name}; this one is {other.Name}.", nameof(other));
        own.CheckMerge(other.own);
        own.Merge(other.own);
        others.Merge(other.others);
    }

    /// <summary>What was added so far, to be carried to another machine and merged there with <see cref="MergeJson"/>.</summary>
    /// <returns>A JSON object.</returns>
    public string ToJson() => MetricState.Text(new State(Name, own.State, others.State));

    /// <summary>Adds what a score of the same name had measured when it wrote this.</summary>
    /// <param name="json">From <see cref="ToJson"/>; everything in it is checked.</param>
    /// <exception cref="InvalidDataException">It is not what such a score writes. Nothing was added then.</exception>
    /// <exception cref="ArgumentException">It measures something else, or frames of another shape.</exception>
    public void MergeJson(string json)
    {
        var state = MetricState.Parse<State>(json);
        if (state.Skill != Name)
            throw new ArgumentException($"Only what the same skill wrote can be merged into {Name}; {state.Skill} wrote this.", nameof(json));
        own.CheckState(state.Forecast);
        others.CheckState(state.Baseline);
        if (state.Forecast.Sequences != state.Baseline.Sequences)
            throw new InvalidDataException($"This is no state of {Name}: forecast and baseline have not measured the same. Expected what ToJson wrote.");
        own.AddState(state.Forecast);
        others.AddState(state.Baseline);
    }

    /// <summary>Forgets all batches.</summary>
    public void Reset()
    {
        own.Reset();
        others.Reset();
    }

    /// <summary>The name, with its result where there is one.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Sequences == 0 ? Name : FormattableString.Invariant($"{Name} = {Result:G6}");

    private Tensor Rival(Tensor past, Tensor target, Tensor? valid)
    {
        var rival = Baseline.Forecast(past.detach(), checked((int)target.shape[1])); // [B, T, C, H, W]
        if (!rival.shape.SequenceEqual(target.shape))
            throw new InvalidOperationException($"The baseline {Baseline.Name} must forecast {FrameRules.Text(target.shape)}; it gave {FrameRules.Text(rival.shape)}.");
        var bad = rival.isfinite().logical_not();
        if (valid is not null)
            bad = bad.logical_and(valid.to(ScalarType.Bool));
        if (bad.any().item<bool>())
            throw new ArgumentException($"The baseline {Baseline.Name} must be finite wherever a value counts; it is not at {bad.sum().item<long>()} values. " +
                "Mark them as invalid, or give a baseline that knows them.", nameof(past));
        return rival;
    }

    private static void CheckPast(Tensor past, Tensor prediction)
    {
        var fits = past.dim() == 5 && past.shape[1] > 0 && past.shape[0] == prediction.shape[0] && past.shape.AsSpan(2).SequenceEqual(prediction.shape.AsSpan(2));
        if (!fits || !past.is_floating_point())
            throw new ArgumentException($"past must be of a floating dtype and have the axes [B, T, C, H, W], of which only T may differ from the prediction's; past is " +
                $"{past.dtype} {FrameRules.Text(past.shape)}, the prediction is {FrameRules.Text(prediction.shape)}.", nameof(past));
        if ((past.device_type, past.device_index) != (prediction.device_type, prediction.device_index))
            throw new ArgumentException($"past and prediction must be on one device; past is on {past.device}, the prediction on {prediction.device}. Move one of them with to().", nameof(past));
    }

    private sealed record State(string Skill, MetricState Forecast, MetricState Baseline);

    private static double Skill(double error, double baseline) => 1 - error / baseline;
}
