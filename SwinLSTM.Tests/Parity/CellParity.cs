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
        using var cell = new SwinLstmCell(new(resolution[0], resolution[1]), reference.Int("dim"), reference.Int("depth"), reference.Int("heads"), reference.Int("window"));
        OfficialEntry[] entries = [.. OfficialNames.Cell("", "", cell, NameStyle.Authors)];
        reference.Fill(cell, entries);
        cell.eval();

        var input = reference["input"];
        CellState? state = null;
        for (var step = 0; step < reference.Int("steps"); step++)
        {
            state = cell.call(input.select(0, step), state);
            reference.CheckOutput(state.Hidden, $"hidden.{step}");
            reference.CheckOutput(state.Cell, $"cell.{step}");
        }

        var loss = functional.mse_loss(state!.Hidden, reference["target"]);
        reference.CheckOutput(loss.reshape(1), "loss");
        loss.backward();
        reference.CheckGradients(cell, entries);
    }
}
