using static TorchSharp.torch;

namespace SwinLSTM.Metrics;

/// <summary>
/// A checked batch of forecast and true frames, as a metric sees it. Where a pixel is not valid both hold 0, so an error needs no thought of
/// masks; <see cref="Total"/> leaves such pixels out of any other sum. What several metrics need is computed once for each batch and shared.
/// Its tensors live until the batch is measured.
/// </summary>
public sealed class FramePair
{
    private readonly TorchSharp.DisposeScope scope;
    private readonly Dictionary<string, Tensor> shared = [];
    private readonly Dictionary<string, FramePair> views = [];
    private readonly FrameSums sums;
    private Tensor? validValues, validFrames;

    private FramePair(TorchSharp.DisposeScope scope, Tensor prediction, Tensor target, Tensor? valid, FloatFrames? floats, FrameSums sums, long skipped)
    {
        this.scope = scope;
        (Prediction, Target, Valid, Floats, SkippedValues) = (Own(prediction), Own(target), valid is null ? null : Own(valid), floats, skipped);
        this.sums = new(Own(sums.SquaredError), Own(sums.AbsoluteError), Own(sums.SquaredTarget));
        floats?.ForEach(tensor => Own(tensor));
        (Batch, Time, Channels, Height, Width) = (prediction.shape[0], prediction.shape[1], prediction.shape[2], prediction.shape[3], prediction.shape[4]);
    }

    /// <summary>Forecast frames [B, T, C, H, W] of a floating dtype; finite, and 0 where not valid.</summary>
    public Tensor Prediction { get; }

    /// <summary>True frames of the same shape, on the same device; finite, and 0 where not valid.</summary>
    public Tensor Target { get; }

    /// <summary>Bool [B, T, C, H, W], true where a value counts; null where all do.</summary>
    public Tensor? Valid { get; }

    /// <summary>How many values were made invalid because they are not finite.</summary>
    public long SkippedValues { get; }

    /// <summary>B: sequences.</summary>
    public long Batch { get; }

    /// <summary>T: frames of a sequence.</summary>
    public long Time { get; }

    /// <summary>C: channels of a frame.</summary>
    public long Channels { get; }

    /// <summary>H: rows of a frame.</summary>
    public long Height { get; }

    /// <summary>W: columns of a frame.</summary>
    public long Width { get; }

    /// <summary>Squared errors summed over the rows and columns of each channel: float64 [B, T, C].</summary>
    public Tensor SquaredError => sums.SquaredError;

    /// <summary>Magnitudes of errors summed over the rows and columns of each channel: float64 [B, T, C].</summary>
    public Tensor AbsoluteError => sums.AbsoluteError;

    /// <summary>Squares of the target summed over the rows and columns of each channel: float64 [B, T, C].</summary>
    public Tensor SquaredTarget => sums.SquaredTarget;

    /// <summary>How many values of each channel of each frame count: float64 [B, T, C].</summary>
    public Tensor ValidValues => validValues ??= Keep(() => Valid is null
        ? full([Batch, Time, Channels], Height * Width, ScalarType.Float64, Prediction.device)
        : Valid.sum(3, 4).to(ScalarType.Float64)); // [B, T, C]

    /// <summary>1 for a frame of which anything counts, 0 for any other: float64 [B, T, 1].</summary>
    public Tensor ValidFrames => validFrames ??= Keep(() => ValidValues.sum(2, keepdim: true).gt(0).to(ScalarType.Float64)); // [B, T, 1]

    /// <summary>The frames in CPU memory in single precision, where that loses nothing; else null.</summary>
    internal FloatFrames? Floats { get; }

    /// <summary>The frames' axes after the batch: T, C, H, W.</summary>
    internal long[] FrameShape => [Time, Channels, Height, Width];

    /// <summary>A sum over the values of each frame that count.</summary>
    /// <param name="values">[B, T, C, H, W], of any dtype; what it holds where a pixel is not valid makes no difference.</param>
    /// <returns>Float64 [B, T, 1].</returns>
    public Tensor Total(Tensor values)
    {
        var counted = Valid is null ? values : values.masked_fill(Valid.logical_not(), 0);
        return counted.reshape(Batch, Time, -1).sum(2, keepdim: true, ScalarType.Float64); // [B, T, 1]
    }

    /// <summary>The statistics of a metric that averages a number of each frame over frames: that number, and a one to count the frame by.</summary>
    /// <param name="values">Float64 [B, T, 1]; NaN is welcome in frames of which nothing counts.</param>
    /// <returns>Float64 [B, T, 2]: both 0 for a frame of which nothing counts.</returns>
    public Tensor EachFrame(Tensor values) =>
        cat([Valid is null ? values : values.masked_fill(ValidFrames.eq(0), 0), ValidFrames], 2); // [B, T, 2]

    /// <summary>What several metrics need, computed by the first that asks.</summary>
    /// <param name="key">Names what is computed and every choice it depends on, such as "max pool 4".</param>
    /// <param name="compute">Computes it from this pair.</param>
    /// <returns>Belongs to the batch: neither to be disposed nor to be kept.</returns>
    public Tensor Shared(string key, Func<Tensor> compute) =>
        shared.TryGetValue(key, out var known) ? known : shared[key] = Keep(compute);

    /// <summary>Another view of the same batch, such as one of its channels, made by the first that asks.</summary>
    /// <param name="key">Names what the view shows.</param>
    /// <param name="view">Prediction [B, T, C', H', W'], finite where valid, target of the same shape, and bool of the same shape or null where all count.</param>
    internal FramePair View(string key, Func<(Tensor Prediction, Tensor Target, Tensor? Valid)> view)
    {
        if (views.TryGetValue(key, out var known))
            return known;
        using var inner = NewDisposeScope();
        var (p, t, valid) = view();
        var floats = FloatFrames.Of(p, t);
        return views[key] = new(scope, p, t, valid, floats, FrameSums.Of(p, t, floats), SkippedValues);
    }

    /// <summary>Checks a batch and makes a pair of it.</summary>
    /// <param name="scope">Owns all that is computed, and outlives the pair.</param>
    /// <param name="prediction">As a user gave it.</param>
    /// <param name="target">As a user gave it.</param>
    /// <param name="valid">As a user gave it.</param>
    /// <param name="policy">What happens to values that are not finite.</param>
    /// <exception cref="ArgumentException">A rule of frames is broken.</exception>
    internal static FramePair Of(TorchSharp.DisposeScope scope, Tensor prediction, Tensor target, Tensor? valid, NotFinitePolicy policy)
    {
        FrameRules.Check(prediction, target, valid);
        using var inner = NewDisposeScope();
        var (p, t) = (prediction.detach(), target.detach());
        if (valid is null)
        {
            var floats = FloatFrames.Of(p, t);
            var sums = FrameSums.Of(p, t, floats);
            if (sums.AllFinite())
                return new(scope, p, t, null, floats, sums, 0);
        }
        return Masked(scope, p, t, valid, policy);
    }

    private static FramePair Masked(TorchSharp.DisposeScope scope, Tensor p, Tensor t, Tensor? valid, NotFinitePolicy policy)
    {
        var counted = valid?.to(ScalarType.Bool).expand(p.shape) ?? ones(p.shape, ScalarType.Bool, p.device);
        var (badP, badT) = (p.isfinite().logical_not().logical_and(counted), t.isfinite().logical_not().logical_and(counted));
        var bad = badP.logical_or(badT);
        var skipped = bad.sum().item<long>();
        if (skipped > 0 && policy == NotFinitePolicy.Refuse)
            throw FrameRules.NotFinite(("prediction", badP), ("target", badT));
        counted = counted.logical_and(bad.logical_not());
        var invalid = counted.logical_not();
        (p, t) = (p.masked_fill(invalid, 0), t.masked_fill(invalid, 0));
        var floats = FloatFrames.Of(p, t);
        return new(scope, p, t, invalid.any().item<bool>() ? counted : null, floats, FrameSums.Of(p, t, floats), skipped);
    }

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
