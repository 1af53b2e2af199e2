using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>
/// Batches on another device: samples are read in their own type into one buffer, pinned where the device is a CUDA one, which goes over
/// whole; conversion and scaling run there. The map of valid values, where there is one, is a second transfer.
/// </summary>
internal sealed class DeviceBatchMaker : BatchMaker
{
    private readonly Device device;
    private readonly Tensor values;
    private readonly Tensor? valid;
    private readonly (Tensor Offset, Tensor Scale) numbers;

    public DeviceBatchMaker(ISequenceDataset dataset, Normalizer normalizer, Device device, int largest)
        : base(dataset, normalizer)
    {
        this.device = device;
        using var scope = NewDisposeScope();
        values = Buffer(Shape.Frame.Element); // [B, T, C, H, W]
        valid = Shape.Frame.Masked ? Buffer(ScalarType.Byte) : null; // [B, T, C, H, W]
        numbers = normalizer.Tensors(Shape.Frame.Element, device);
        foreach (var kept in new[] { values, valid, numbers.Offset, numbers.Scale })
            kept?.DetachFromDisposeScope();

        Tensor Buffer(ScalarType type)
        {
            var buffer = empty([largest, Shape.Frames, Shape.Channels, Shape.Height, Shape.Width], type);
            return device.type == DeviceType.CUDA ? buffer.pin_memory() : buffer;
        }
    }

    public override (Tensor Inputs, Tensor Targets, Tensor? Valid) Make(ReadOnlySpan<long> indices, long epoch, CancellationToken stop = default)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var bytes = values.bytes;
        var map = valid is null ? [] : valid.bytes;
        for (var i = 0; i < indices.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            Read(new(indices[i], epoch), bytes.Slice(i * Shape.SampleBytes, Shape.SampleBytes), map.IsEmpty ? map : map.Slice(i * Shape.ValidBytes, Shape.ValidBytes));
        }

        var there = Send(values, indices.Length); // [B, T, C, H, W]
        var measured = valid is null ? null : Send(valid, indices.Length).to(ScalarType.Bool); // [B, T, C, H, W]
        var inputs = Normalize(there, measured, 0, Shape.InputFrames); // [B, Tin, C, H, W]
        var targets = Normalize(there, measured, Shape.InputFrames, Shape.TargetFrames); // [B, Tout, C, H, W]
        return (inputs.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), measured?.MoveToOuterDisposeScope());
    }

    public override void Dispose()
    {
        values.Dispose();
        valid?.Dispose();
        numbers.Offset.Dispose();
        numbers.Scale.Dispose();
    }

    // It waits until the buffer is read, for the next batch goes into the same one; only this worker waits.
    private Tensor Send(Tensor buffer, int samples) => buffer.narrow(0, 0, samples).to(device, copy: true); // [B, T, C, H, W]

    private Tensor Normalize(Tensor frames, Tensor? measured, int first, int count)
    {
        var normalized = Normalizer.Apply(frames.narrow(1, first, count), numbers.Offset, numbers.Scale); // [B, count, C, H, W]
        return measured is null ? normalized : normalized.masked_fill_(measured.narrow(1, first, count).logical_not(), 0f);
    }
}
