using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Batches on the CPU: a sample is read into a buffer that stays in the processor's cache and converted from there into its place.</summary>
internal sealed class HostBatchMaker(ISequenceDataset dataset, Normalizer normalizer) : BatchMaker(dataset, normalizer)
{
    private readonly byte[] values = ArrayPool<byte>.Shared.Rent(dataset.Shape.SampleBytes);

    public override (Tensor Inputs, Tensor Targets, Tensor? Valid) Make(ReadOnlySpan<long> indices, long epoch, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        var inputs = Frames(indices.Length, Shape.InputFrames, ScalarType.Float32); // [B, Tin, C, H, W]
        var targets = Frames(indices.Length, Shape.TargetFrames, ScalarType.Float32); // [B, Tout, C, H, W]
        var valid = Shape.Frame.Masked ? Frames(indices.Length, Shape.Frames, ScalarType.Bool) : null; // [B, Tin + Tout, C, H, W]
        Span<float> seen = Floats(inputs), following = Floats(targets);
        var measured = valid is null ? [] : valid.bytes;

        var bytes = values.AsSpan(0, Shape.SampleBytes);
        var (first, then) = (Shape.InputFrames * Shape.Frame.Values, Shape.TargetFrames * Shape.Frame.Values);
        for (var i = 0; i < indices.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            var map = measured.IsEmpty ? measured : measured.Slice(i * Shape.ValidBytes, Shape.ValidBytes);
            Read(new(indices[i], epoch), bytes, map);
            Normalizer.Apply(Shape.Frame, bytes[..(Shape.InputFrames * Shape.FrameBytes)], map.IsEmpty ? map : map[..first], seen.Slice(i * first, first));
            Normalizer.Apply(Shape.Frame, bytes[(Shape.InputFrames * Shape.FrameBytes)..], map.IsEmpty ? map : map[first..], following.Slice(i * then, then));
        }
        return (inputs.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), valid?.MoveToOuterDisposeScope());
    }

    public override void Dispose() => ArrayPool<byte>.Shared.Return(values);

    private Tensor Frames(int samples, int frames, ScalarType type) => empty([samples, frames, Shape.Channels, Shape.Height, Shape.Width], type);

    private static Span<float> Floats(Tensor frames) => frames.size(1) == 0 ? [] : MemoryMarshal.Cast<byte, float>(frames.bytes);
}
