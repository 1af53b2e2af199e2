using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>One stage of a network: a cell, then keep, merge or expand.</summary>
internal sealed class Stage : Module<Tensor, CellState?, (Tensor Tokens, CellState State)>
{
    private readonly SwinLstmCell cell;
    private readonly PatchMerging? merging;
    private readonly PatchExpanding? expanding;

    public Stage(SwinLstmCell cell, PatchMerging? merging, PatchExpanding? expanding) : base(nameof(Stage))
    {
        (this.cell, this.merging, this.expanding) = (cell, merging, expanding);
        RegisterComponents();
    }

    public SwinLstmCell Cell => cell;

    public override (Tensor Tokens, CellState State) forward(Tensor tokens, CellState? state)
    {
        var after = cell.call(tokens, state);
        return (Resample(after.Hidden), after);
    }

    /// <summary>The tokens for the next stage; a tensor of its own, whatever the stage does.</summary>
    public Tensor Resample(Tensor hidden) => merging?.call(hidden) ?? expanding?.call(hidden) ?? hidden.alias();
}
