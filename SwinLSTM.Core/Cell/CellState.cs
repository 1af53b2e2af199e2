namespace SwinLSTM;

/// <summary>What a cell carries from one time step to the next: its hidden state, which is also its output, and its memory.</summary>
/// <param name="Hidden">h: <c>[B, h, w, D]</c> for a SwinLSTM cell, <c>[B, C, H, W]</c> for a ConvLSTM cell.</param>
/// <param name="Cell">c: of the same shape.</param>
/// <remarks>Immutable; it owns its two tensors once it left the scope that made it. Truncated back-propagation is
/// <see cref="Detach"/>.</remarks>
public sealed record CellState(Tensor Hidden, Tensor Cell) : IDisposable
{
    /// <summary>Returns the beginning of time: zeros of the shape, element type and device of <paramref name="like"/>.</summary>
    public static CellState Zeros(Tensor like) => new(zeros_like(like), zeros_like(like));

    /// <summary>Returns the same values, cut off from the graph that made them, in tensors of its own.</summary>
    public CellState Detach() => new(Hidden.detach(), Cell.detach());

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Hidden.Dispose();
        Cell.Dispose();
    }

    /// <summary>Refuses a state that is not of this shape, or not like these weights.</summary>
    internal void Check(ReadOnlySpan<long> shape, Tensor weight)
    {
        foreach (var tensor in new[] { Hidden, Cell })
        {
            Require.Shape(tensor, "state", "a state goes with inputs of one size; pass null to begin with another", shape);
            Require.Like(tensor, "state", weight);
        }
    }
}
