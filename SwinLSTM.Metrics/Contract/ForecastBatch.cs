namespace SwinLSTM.Metrics;

/// <summary>A checked batch of forecasts and the truth, as a metric sees it. Where a value does not count, both are 0, so most sums need no
/// mask. What several metrics need is computed once. The tensors live until the batch is measured.</summary>
public sealed class ForecastBatch
{
    private readonly TorchSharp.DisposeScope scope;
    private readonly Dictionary<string, Tensor> shared = [];
    private readonly Dictionary<string, ForecastBatch> derived = [];
    private Tensor? errors; // [B, T, C, 3]

    private ForecastBatch(TorchSharp.DisposeScope scope, Tensor forecast, Tensor truth, Tensor? valid, Tensor? past, long skipped)
    {
        (this.scope, SkippedValues) = (scope, skipped);
        (Forecast, Truth, Valid, Past) = (Own(forecast), Own(truth), valid is null ? null : Own(valid), past is null ? null : Own(past));
    }

    /// <summary>The forecast [B, T, C, H, W], or the members of an ensemble [B, M, T, C, H, W]: float32, or float64 if the truth is
    /// too.</summary>
    public Tensor Forecast { get; }

    /// <summary>The true frames [B, T, C, H, W] of the same dtype.</summary>
    public Tensor Truth { get; }

    /// <summary>Bool [B, T, C, H, W], true where a value counts; null if all do.</summary>
    public Tensor? Valid { get; }

    /// <summary>The known frames [B, T', C, H, W] from which the forecast was made, if they were given; not checked for missing
    /// values.</summary>
    public Tensor? Past { get; }

    /// <summary>How many values were left out because the forecast is not finite.</summary>
    public long SkippedValues { get; }

    /// <summary>B, the number of sequences.</summary>
    public long Batch => Truth.shape[0];

    /// <summary>T, the number of forecast frames.</summary>
    public long Time => Truth.shape[1];

    /// <summary>C, the number of channels.</summary>
    public long Channels => Truth.shape[2];

    /// <summary>H, the number of rows.</summary>
    public long Height => Truth.shape[3];

    /// <summary>W, the number of columns.</summary>
    public long Width => Truth.shape[4];

    /// <summary>M, the number of members; 0 for a single forecast.</summary>
    public long Members => Forecast.dim() == 6 ? Forecast.shape[1] : 0;

    /// <summary>Squared errors of a single forecast, summed over rows and columns: float64 [B, T, C].</summary>
    public Tensor SquaredError => Errors.select(3, 0); // [B, T, C]

    /// <summary>Absolute errors of a single forecast, summed over rows and columns: float64 [B, T, C].</summary>
    public Tensor AbsoluteError => Errors.select(3, 1); // [B, T, C]

    /// <summary>Squares of the truth, summed over rows and columns: float64 [B, T, C].</summary>
    public Tensor SquaredTruth => Errors.select(3, 2); // [B, T, C]

    /// <summary>The number of values that count, for each channel of each frame: float64 [B, T, C].</summary>
    public Tensor ValidValues => Shared("valid values", () =>
        Valid?.sum(3, 4).to(ScalarType.Float64)
            ?? full([Batch, Time, Channels], Number(Height * Width), ScalarType.Float64, Truth.device)); // [B, T, C]

    /// <summary>1 for a frame with a value that counts, else 0: float64 [B, T, 1].</summary>
    public Tensor ValidFrames => Shared("valid frames", () =>
        ValidValues.sum(2, keepdim: true).gt(Number(0)).to(ScalarType.Float64)); // [B, T, 1]

    private Tensor Errors => errors ??= Keep(() => ErrorSums.Of(Forecast, Truth));

    /// <summary>Sums over each frame, leaving out what does not count.</summary>
    /// <param name="values">[B, T, C, H, W] of any dtype.</param>
    /// <returns>Float64 [B, T, 1].</returns>
    public Tensor SumOverFrame(Tensor values) =>
        Filled(values, 0).reshape(Batch, Time, -1).sum(2, keepdim: true, ScalarType.Float64); // [B, T, 1]

    /// <summary>Returns the statistics of a metric that is a mean over all values that count.</summary>
    /// <param name="sums">The values summed over rows and columns, float64 [B, T, C]; 0 where nothing counts.</param>
    /// <returns>Float64 [B, T, 2]: the sum over channels, and the number of values.</returns>
    public Tensor MeanOverValues(Tensor sums) => stack([sums.sum(2L), ValidValues.sum(2L)], 2); // [B, T, 2]

    /// <summary>Returns the statistics of a metric that has a value per frame and averages it over the frames with a value that
    /// counts.</summary>
    /// <param name="values">The value of each frame, float64 [B, T, 1]; it may be NaN where nothing counts.</param>
    /// <returns>Float64 [B, T, 2]: the value, and 1 to count the frame; both 0 where nothing counts.</returns>
    public Tensor MeanOverFrames(Tensor values) =>
        cat([Valid is null ? values : values.masked_fill(ValidFrames.eq(Number(0)), Number(0)), ValidFrames], 2); // [B, T, 2]

    /// <summary>Computes what several metrics need once per batch.</summary>
    /// <param name="key">Names what is computed, with every choice it depends on, such as "largest of 4x4".</param>
    /// <param name="compute">Computes it from this batch.</param>
    /// <returns>A tensor that belongs to the batch: do not dispose or keep it.</returns>
    public Tensor Shared(string key, Func<Tensor> compute) =>
        shared.TryGetValue(key, out var known) ? known : shared[key] = Keep(compute);

    /// <summary>Puts a value where nothing counts; frames are [B, T, C, H, W].</summary>
    internal Tensor Filled(Tensor frames, double value) => Filled(frames, Valid, value);

    /// <summary>Returns the batch with a changed forecast, and changed truth and known frames, and a changed mask; made once for each
    /// key.</summary>
    internal ForecastBatch Derived(
        string key, Func<Tensor, Tensor> forecast, Func<Tensor, Tensor>? others = null, Func<Tensor, Tensor>? valid = null)
    {
        if (derived.TryGetValue(key, out var known))
            return known;
        using var inner = NewDisposeScope();
        Tensor Other(Tensor frames) => others?.Invoke(frames) ?? frames;
        var (mask, past) = (Valid is null ? null : valid?.Invoke(Valid) ?? Valid, Past is null ? null : Other(Past));
        return derived[key] = new(scope, Filled(forecast(Forecast), mask, 0), Filled(Other(Truth), mask, 0), mask, past, SkippedValues);
    }

    /// <summary>Checks a batch and leaves out what is missing. All that is computed belongs to the scope, which outlives the
    /// batch.</summary>
    /// <exception cref="ArgumentException">A rule for frames is broken.</exception>
    internal static ForecastBatch Of(
        TorchSharp.DisposeScope scope, Tensor forecast, Tensor truth, Tensor? valid, Tensor? past, MissingForecast policy)
    {
        FrameRules.Check(forecast, truth, valid, past);
        using var inner = NewDisposeScope();
        // Half precision fits in single precision; thresholds need one dtype for both.
        var type = forecast.dtype == ScalarType.Float64 && truth.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var (f, t, p) = (forecast.detach().to(type), truth.detach().to(type), past?.detach().to(type));
        if (valid is null && f.dim() == 5)
        {
            var errors = ErrorSums.Of(f, t);
            if (errors.select(3, 0).isfinite().all().item<bool>())
            {
                var batch = new ForecastBatch(scope, f, t, null, p, 0);
                batch.errors = batch.Own(errors);
                return batch;
            }
        }
        var counts = t.isnan().logical_not(); // [B, T, C, H, W]
        if (valid is not null)
            counts = counts.logical_and(valid.to(ScalarType.Bool));
        FrameRules.RefuseAny(t.isinf().logical_and(counts), nameof(truth), "Every true value must be finite, or NaN where it is missing",
            "Data of this kind are damaged: mark such values as invalid, or make them NaN.");
        var finite = f.dim() == 6 ? f.isfinite().all(1) : f.isfinite(); // [B, T, C, H, W]
        var bad = finite.logical_not().logical_and(counts);
        if (policy == MissingForecast.Refuse)
            FrameRules.RefuseAny(bad, nameof(forecast), "Every forecast value must be finite where the truth is known",
                "Mark such values as invalid, or leave them out with MissingForecast.Skip.");
        counts = counts.logical_and(finite);
        var mask = counts.all().item<bool>() ? null : counts;
        return new(scope, Filled(f, mask, 0), Filled(t, mask, 0), mask, p, bad.sum().item<long>());
    }

    private static Tensor Filled(Tensor frames, Tensor? valid, double value) =>
        valid is null ? frames : frames.masked_fill((frames.dim() == 6 ? valid.unsqueeze(1) : valid).logical_not(), Number(value));

    private Tensor Keep(Func<Tensor> compute)
    {
        using var inner = NewDisposeScope();
        return Own(compute());
    }

    private Tensor Own(Tensor tensor)
    {
        scope.Attach(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
