using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>One entry of a state dict in a file, and what it is to us.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Shape">Its shape; null where that depends on a frame's size that the file does not say.</param>
/// <param name="Ours">The weight of ours that holds its values; null if we have none.</param>
/// <param name="Derive">Makes its values where they follow from sizes (masks and index tables); null for weights.</param>
internal sealed record WeightEntry(string Name, long[]? Shape, string? Ours, Func<Tensor>? Derive = null);
