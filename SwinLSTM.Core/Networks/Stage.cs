namespace SwinLSTM;

/// <summary>One stage of a network: a cell, then a change of resolution.</summary>
internal sealed class Stage : Module<Tensor, CellState?, (Tensor Tokens, CellState State)>
{
    private readonly SwinLstmCell cell;
    private readonly PatchMerging? downsample;
    private readonly PatchExpanding? upsample;

    public Stage(StageOptions stage, int channels, WindowSize window, CellOptions options, DropoutSource random) : base(nameof(Stage))
    {
        cell = new(channels, stage.Depth, stage.Heads, window, options, random);
        downsample = stage.Then == Resampling.Downsample ? new(channels) : null;
        upsample = stage.Then == Resampling.Upsample ? new(channels) : null;
        RegisterComponents();
    }

    public SwinLstmCell Cell => cell;

    /// <summary>Runs the cell and changes the resolution: tokens <c>[B, h, w, D]</c> to those of the next stage.</summary>
    public override (Tensor Tokens, CellState State) forward(Tensor x, CellState? state)
    {
        var after = cell.call(x, state);
        // A tensor of its own, whatever the stage does, so that the caller may free it and keep the state.
        return (downsample?.call(after.Hidden) ?? upsample?.call(after.Hidden) ?? after.Hidden.alias(), after);
    }
}
