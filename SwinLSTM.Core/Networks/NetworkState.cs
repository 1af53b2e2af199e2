using System.Collections.ObjectModel;

namespace SwinLSTM;

/// <summary>The states of all cells of a network after a time step, in stage order: one immutable value.</summary>
/// <remarks>It owns its tensors; dispose it when a newer one has taken its place. Any network may use it, with as many cells as it
/// has.</remarks>
public sealed class NetworkState(params IReadOnlyList<CellState> cells) : ReadOnlyCollection<CellState>([.. cells]), IDisposable
{
    /// <summary>Returns the same values, cut off from the graph that made them, in tensors of their own: truncated back-propagation through
    /// time.</summary>
    public NetworkState Detach() => new([.. this.Select(c => c.Detach())]);

    /// <summary>Moves all tensors out of a scope, to the one around it.</summary>
    /// <param name="scope">The scope that would dispose them.</param>
    /// <returns>This state.</returns>
    public NetworkState MoveToOuter(DisposeScope scope)
    {
        foreach (var cell in this) scope.MoveToOuter(cell.Hidden, cell.Cell);
        return this;
    }

    /// <summary>Frees all tensors.</summary>
    public void Dispose()
    {
        foreach (var cell in this) cell.Dispose();
    }

    internal void Check(int cellCount, string parameter)
    {
        if (Count != cellCount)
            throw new ArgumentException($"state holds {Count} cells; this network has {cellCount}. "
                + "Pass a state that this network returned, or null to begin.", parameter);
    }
}
