using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>
/// Samples as tensors, ready for a network. The tensors are this batch's own: they belong to no dispose scope and share memory with nothing
/// that the loader uses again, so that a batch may be kept for as long as wanted. Disposing it frees them.
/// </summary>
public sealed class SequenceMinibatch : IDisposable
{
    internal SequenceMinibatch(Tensor inputs, Tensor targets, Tensor? valid, IReadOnlyList<long> indices, long epoch, LoaderPosition position) =>
        (Inputs, Targets, Valid, Indices, Epoch, Position) = (inputs, targets, valid, indices, epoch, position);

    /// <summary>Frames that the network sees, [B, Tin, C, H, W], float32, normalised.</summary>
    public Tensor Inputs { get; }

    /// <summary>Frames that follow them, [B, Tout, C, H, W], float32, normalised; the axis of time has length 0 where the data have none.</summary>
    public Tensor Targets { get; }

    /// <summary>
    /// Which values were measured, [B, Tin + Tout, C, H, W], bool; null where the data set misses none. Missing values are 0 in
    /// <see cref="Inputs"/> and <see cref="Targets"/>, after normalising.
    /// </summary>
    public Tensor? Valid { get; }

    /// <summary>The index of each sample, B of them.</summary>
    public IReadOnlyList<long> Indices { get; }

    /// <summary>How many samples there are, B.</summary>
    public int Count => Indices.Count;

    /// <summary>The pass over the data that it belongs to.</summary>
    public long Epoch { get; }

    /// <summary>The place after this batch: kept and given to <see cref="SequenceLoader.Stream"/>, the next batch is the one that follows this one.</summary>
    public LoaderPosition Position { get; }

    /// <summary>The two parts that every step needs.</summary>
    /// <param name="inputs">Frames that the network sees, [B, Tin, C, H, W].</param>
    /// <param name="targets">Frames that follow them, [B, Tout, C, H, W].</param>
    public void Deconstruct(out Tensor inputs, out Tensor targets) => (inputs, targets) = (Inputs, Targets);

    /// <summary>Frees the tensors. A second time does nothing.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        Valid?.Dispose();
    }
}
