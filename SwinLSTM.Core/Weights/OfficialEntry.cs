using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>One entry of a published state dict, and what it is to us.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Ours">The weight of ours that holds its values; null if we have none.</param>
/// <param name="Derive">Makes its values where they follow from the layout (masks and index tables); null for weights.</param>
internal sealed record OfficialEntry(string Name, long[] Shape, string? Ours, Func<Tensor>? Derive = null)
{
    /// <summary>A weight that never runs in the authors' code: it has no values that matter, and exports as zeros.</summary>
    public bool IsDead => Ours is null && Derive is null;
}
