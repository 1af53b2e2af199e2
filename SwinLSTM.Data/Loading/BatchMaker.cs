using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Turns samples into tensors: the only place that does. Samples are read straight into a tensor's own memory; for another device,
/// into a buffer (pinned where the device is a CUDA one) that goes over whole. For one thread at a time.</summary>
internal sealed class BatchMaker : IDisposable
{
    private readonly ISequenceDataset dataset;
    private readonly SequenceShape shape;
    private readonly Device device;
    private readonly Tensor? buffer;

    /// <param name="dataset">Where the samples come from.</param>
    /// <param name="device">Where the tensors shall be; null is the CPU.</param>
    /// <param name="largest">Samples of the largest batch.</param>
    /// <param name="staged">Whether samples go through a buffer; null for as the device needs it.</param>
    public BatchMaker(ISequenceDataset dataset, Device? device, int largest, bool? staged = null)
    {
        (this.dataset, shape, this.device) = (dataset, dataset.Shape, device ?? CPU);
        if (!(staged ?? this.device.type != DeviceType.CPU))
            return;
        using var scope = NewDisposeScope();
        var room = Room(largest);
        buffer = (this.device.type == DeviceType.CUDA ? room.pin_memory() : room).DetachFromDisposeScope();
    }

    /// <summary>The sample that is being read; null while none is. After a failure it is the one that failed.</summary>
    public SampleId? Reading { get; private set; }

    /// <summary>Refuses a batch that is larger than a span can reach.</summary>
    public static void CheckSize(SequenceShape shape, long samples, string parameter)
    {
        var bytes = (long)shape.Values * sizeof(float);
        if (samples * (Int128)bytes > Array.MaxLength)
            throw new ArgumentException($"A batch of {samples} samples of {bytes} bytes is larger than {Array.MaxLength} bytes. At most " +
                $"{Array.MaxLength / bytes} fit; use several batches.", parameter);
    }

    /// <summary>Reads samples and makes tensors of them, which belong to the caller's dispose scope, if there is one.</summary>
    public FrameBatch Make(long[] indices, long epoch, LoaderPosition position = default, CancellationToken stop = default)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var here = buffer?.narrow(0, 0, indices.Length) ?? Room(indices.Length); // [B, T, C, H, W]
        var values = MemoryMarshal.Cast<byte, float>(here.bytes);
        var missing = false;
        for (var i = 0; i < indices.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            Reading = new(indices[i], epoch);
            missing |= dataset.ReadChecked(Reading.Value, values.Slice(i * shape.Values, shape.Values));
            Reading = null;
        }
        // It waits until the buffer is read, for the next batch goes into the same one; only this thread waits.
        var frames = buffer is null ? here : here.to(device, copy: true); // [B, T, C, H, W]
        var valid = missing ? frames.isnan().logical_not() : null; // [B, T, C, H, W]
        return new FrameBatch(frames, valid, shape, indices, epoch) { Position = position }.MoveToOuterDisposeScope();
    }

    public void Dispose() => buffer?.Dispose();

    private Tensor Room(int samples) => empty([samples, shape.Frames, shape.Channels, shape.Height, shape.Width], ScalarType.Float32);
}
