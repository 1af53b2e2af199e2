using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>
/// Turns samples into tensors: the only place that does. It keeps its buffers from batch to batch and gives none of them away, so that no
/// tensor that it made can change later. For one thread at a time.
/// </summary>
internal abstract class BatchMaker(ISequenceDataset dataset, Normalizer normalizer) : IDisposable
{
    protected ISequenceDataset Dataset => dataset;

    protected SequenceShape Shape { get; } = dataset.Shape;

    protected Normalizer Normalizer => normalizer;

    /// <summary>The sample that is being read; null while none is. After a failure it is the one that failed.</summary>
    public SampleId? Reading { get; private set; }

    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="normalizer">What values become; null for the default of the element type.</param>
    /// <param name="device">Where the tensors shall be; null is the CPU.</param>
    /// <param name="largest">Samples of the largest batch.</param>
    public static BatchMaker For(ISequenceDataset dataset, Normalizer? normalizer, Device? device, int largest)
    {
        normalizer ??= Normalizer.DefaultFor(dataset.Shape.Frame);
        return device is null || device.type == TorchSharp.DeviceType.CPU ? new HostBatchMaker(dataset, normalizer) : new DeviceBatchMaker(dataset, normalizer, device, largest);
    }

    /// <summary>Whether so many samples fit into tensors that a span can reach.</summary>
    public static void CheckSize(SequenceShape shape, long samples, string parameter)
    {
        var bytes = Math.Max(shape.SampleBytes, (long)Math.Max(shape.InputFrames, shape.TargetFrames) * shape.Frame.Values * sizeof(float));
        if (samples * (Int128)bytes > Array.MaxLength)
            throw new ArgumentException($"A batch of {samples} samples of {bytes} bytes is larger than {Array.MaxLength} bytes. " +
                $"At most {Array.MaxLength / bytes} fit; use several batches.", parameter);
    }

    /// <summary>Reads samples and makes tensors of them, which belong to the caller's dispose scope, if there is one.</summary>
    /// <returns>[B, Tin, C, H, W] and [B, Tout, C, H, W], float32, and which values are valid, [B, Tin + Tout, C, H, W], bool, where frames are masked.</returns>
    public abstract (Tensor Inputs, Tensor Targets, Tensor? Valid) Make(ReadOnlySpan<long> indices, long epoch, CancellationToken stop = default);

    public abstract void Dispose();

    protected void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        Reading = sample;
        dataset.ReadChecked(sample, values, valid);
        Reading = null;
    }
}
