using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Samples as one tensor, in the unit of the data. The tensors of a batch from <see cref="SequenceLoader"/> belong to no dispose
/// scope and share memory with nothing that the loader uses again, so that a batch may be kept for as long as wanted. Disposing it frees
/// them.</summary>
public sealed class FrameBatch : IDisposable
{
    internal FrameBatch(Tensor frames, Tensor? valid, SequenceShape shape, IReadOnlyList<long> indices, long epoch)
    {
        (Frames, Valid, Indices, Epoch) = (frames, valid, indices, epoch);
        Inputs = frames.narrow(1, 0, shape.InputFrames); // [B, Tin, C, H, W]
        Targets = TargetsOf(frames); // [B, Tout, C', H, W]
        ValidTargets = valid is null ? null : TargetsOf(valid); // [B, Tout, C', H, W]

        Tensor TargetsOf(Tensor all)
        {
            using var later = all.narrow(1, shape.InputFrames, shape.TargetFrames); // [B, Tout, C, H, W]
            return later.narrow(2, 0, shape.TargetChannels); // [B, Tout, C', H, W]
        }
    }

    /// <summary>All frames, <c>[B, Tin + Tout, C, H, W]</c>, float32: the input frames first. NaN where a value is missing.</summary>
    public Tensor Frames { get; }

    /// <summary>Frames that the network sees, <c>[B, Tin, C, H, W]</c>: a view of <see cref="Frames"/>.</summary>
    public Tensor Inputs { get; }

    /// <summary>Frames that follow them, of the channels that are to be forecast, <c>[B, Tout, C', H, W]</c>: a view of
    /// <see cref="Frames"/>. The axis of time has length 0 where the data have no targets.</summary>
    public Tensor Targets { get; }

    /// <summary>Which values were measured, Bool <c>[B, Tin + Tout, C, H, W]</c>; null where none of the batch is missing.</summary>
    public Tensor? Valid { get; }

    /// <summary>Which values of <see cref="Targets"/> were measured, Bool <c>[B, Tout, C', H, W]</c>: a view of
    /// <see cref="Valid"/>.</summary>
    public Tensor? ValidTargets { get; }

    /// <summary>The index of each sample, B of them.</summary>
    public IReadOnlyList<long> Indices { get; }

    /// <summary>How many samples there are, B.</summary>
    public int Count => Indices.Count;

    /// <summary>The pass over the data that it belongs to.</summary>
    public long Epoch { get; }

    /// <summary>The place after this batch: given to <see cref="SequenceLoader.Stream"/>, the next batch is the one that follows this
    /// one.</summary>
    public LoaderPosition Position { get; internal init; }

    /// <summary>Takes the two parts that every step needs.</summary>
    /// <param name="inputs">Frames that the network sees, <c>[B, Tin, C, H, W]</c>.</param>
    /// <param name="targets">Frames that follow them, <c>[B, Tout, C', H, W]</c>.</param>
    public void Deconstruct(out Tensor inputs, out Tensor targets) => (inputs, targets) = (Inputs, Targets);

    /// <summary>Frees the tensors, views included. A second time does nothing.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }

    internal FrameBatch MoveToOuterDisposeScope()
    {
        foreach (var tensor in Tensors)
            tensor.MoveToOuterDisposeScope();
        return this;
    }

    private IEnumerable<Tensor> Tensors => ((Tensor?[])[Inputs, Targets, ValidTargets, Frames, Valid]).OfType<Tensor>();
}
