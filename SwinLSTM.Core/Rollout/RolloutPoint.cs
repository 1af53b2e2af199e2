namespace SwinLSTM;

/// <summary>What a roll-out carries from one step to the next.</summary>
/// <param name="State">The state after the step; null before the first.</param>
/// <param name="Predicted">The prediction of the frame that follows, <c>[B, C', H, W]</c>.</param>
/// <param name="Last">The frame that led to it, <c>[B, C, H, W]</c>.</param>
internal readonly record struct RolloutPoint(NetworkState? State, Tensor? Predicted, Tensor? Last)
{
    /// <summary>All of its tensors: everything that a gradient can flow through.</summary>
    public Tensor[] Tensors => State is null ? [] : [.. State.SelectMany(cell => new[] { cell.Hidden, cell.Cell }), Predicted!, Last!];

    /// <summary>Takes a step: with a known frame, or with the prediction as the next frame.</summary>
    public RolloutPoint Advance(FramePredictor network, Tensor? known)
    {
        var frame = known ?? network.Feedback(Predicted!, Last!); // [B, C, H, W]
        var (predicted, state) = network.call(frame, State); // [B, C', H, W]
        // A network may return what it was given, or one tensor twice; what is freed with one place must not be missed in another.
        var seen = new HashSet<Tensor>([.. Tensors, frame], ReferenceEqualityComparer.Instance);
        return new(new([.. state.Select(cell => new CellState(Own(cell.Hidden), Own(cell.Cell)))]), Own(predicted), frame);

        Tensor Own(Tensor tensor) => seen.Add(tensor) ? tensor : tensor.alias();
    }

    /// <summary>Returns the same values, cut off from what made them; gradients gather in them.</summary>
    public RolloutPoint Leaves()
    {
        if (State is null) return this;
        var cells = State.Select(cell => new CellState(Leaf(cell.Hidden), Leaf(cell.Cell)));
        return new(new([.. cells]), Leaf(Predicted!), Leaf(Last!));

        static Tensor Leaf(Tensor value) => value.detach().requires_grad_();
    }
}
