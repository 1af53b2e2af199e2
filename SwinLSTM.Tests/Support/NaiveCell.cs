using FluentAssertions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

/// <summary>Blocks and cells from their equations and their own weights, over <see cref="NaiveAttention"/>.</summary>
internal static class NaiveCell
{
    /// <summary>A block: two residual branches; where it fuses, one layer over both normalised streams side by side.</summary>
    public static Tensor Block(SwinBlock block, Tensor x, Tensor? h, int heads, WindowSize window, bool shifted)
    {
        var w = block.state_dict();
        Tensor norm(Tensor t, string name) => functional.layer_norm(t, [t.size(3)], w[$"{name}.weight"], w[$"{name}.bias"], 1e-5);
        Tensor linear(Tensor t, string name) => functional.linear(t, w[$"{name}.weight"], w[$"{name}.bias"]);

        var normal = norm(x, "norm1");
        if (h is not null) normal = linear(cat([normal, norm(h, "norm1")], 3), "fuse");
        var attention = block.children().OfType<WindowAttention>().Single();
        x = x + NaiveAttention.Run(attention, normal, heads, window, shifted).to(x.dtype);
        return x + linear(functional.gelu(linear(norm(x, "norm2"), "feed_forward.fc1")), "feed_forward.fc2");
    }

    /// <summary>A time step: even blocks fuse, the first h, every later one x again; odd blocks shift.</summary>
    public static CellState Step(SwinLstmCell cell, Tensor x, CellState state, int heads, WindowSize window)
    {
        var blocks = Blocks(cell);
        var f = x;
        for (var i = 0; i < blocks.Count; i++)
            f = Block(blocks[i], f, i % 2 == 1 ? null : i == 0 ? state.Hidden : x, heads, window, shifted: i % 2 == 1);
        var gate = f.sigmoid();
        var c = gate * (state.Cell + f.tanh());
        return new(gate * c.tanh(), c);
    }

    public static List<SwinBlock> Blocks(Module module)
    {
        var blocks = module.named_modules().Select(m => m.module).OfType<SwinBlock>().ToList();
        blocks.Should().NotBeEmpty();
        return blocks;
    }
}
