using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

/// <summary>A cell over some steps from no state, and the gradients of a loss on its last hidden state.</summary>
internal static class CellParity
{
    public static void Check(string folder)
    {
        using var scope = NewDisposeScope();
        using var reference = new ReferenceCase(folder);
        var resolution = reference.Ints("resolution");
        int dim = reference.Int("dim"), depth = reference.Int("depth"), heads = reference.Int("heads"), window = reference.Int("window");
        using var cell = new SwinLstmCell(dim, depth, heads, window);
        var grid = new TokenGrid(resolution[0], resolution[1]);
        var entries = OfficialNames.Of(cell, depth, window, grid);
        reference.Fill(cell, entries);
        cell.eval();

        var input = reference["input"].unflatten(2, resolution[0], resolution[1]); // [B, T, h, w, D]
        CellState? state = null;
        for (var step = 0; step < reference.Int("steps"); step++)
        {
            state = cell.call(input.select(0, step), state);
            if (reference.Has($"hidden.{step}")) reference.CheckOutput(state.Hidden.flatten(1, 2), $"hidden.{step}");
            if (reference.Has($"cell.{step}")) reference.CheckOutput(state.Cell.flatten(1, 2), $"cell.{step}");
        }

        if (!reference.Has("loss")) return;
        var loss = functional.mse_loss(state!.Hidden.flatten(1, 2), reference["target"]);
        reference.CheckOutput(loss.reshape(1), "loss");
        loss.backward();
        reference.CheckGradients(cell, entries);
    }
}
