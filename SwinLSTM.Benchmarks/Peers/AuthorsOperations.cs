using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Benchmarks;

/// <summary>A time step by the authors' operations one by one, on the weights of one of our networks: streams are concatenated, grids
/// rolled, cut into windows and put back, masks added, each in a pass of its own. The peer that shares our libtorch.</summary>
/// <remarks>Source of the order: the authors' SwinTransformerBlock and WindowAttention; written from the formulas.</remarks>
internal sealed class AuthorsOperations
{
    private readonly SwinLstmOptions options;
    private readonly Dictionary<string, Tensor> weights;
    private readonly Dictionary<(int, bool), (Tensor Index, Tensor? Mask)> tables = [];

    public AuthorsOperations(SwinLstmNetwork network) =>
        (options, weights) = (network.Options, network.state_dict().ToDictionary(w => w.Key, w => w.Value));

    /// <summary>The prediction <c>[B, C, H, W]</c> and the state after the step; without gradients, in eval mode.</summary>
    public (Tensor Next, NetworkState State) Step(Tensor frame, NetworkState? state)
    {
        using var scope = NewDisposeScope();
        var patch = options.PatchSize;
        var x = functional.conv2d(frame, weights["embedding.proj.weight"], weights["embedding.proj.bias"], [patch, patch]); // [B, D, h, w]
        var side = (int)x.size(2);
        x = Norm(x.flatten(2).transpose(1, 2), "embedding.norm"); // [B, L, D]
        var after = new CellState[options.Stages.Count];
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = Cell(x, state?[i], i, side);
            x = after[i].Hidden;
            var (b, d) = (x.size(0), x.size(2));
            if (options.Stages[i].Then == Resampling.Downsample)
            {
                var grid = x.view(b, side, side, d); // [B, h, w, D]
                TensorIndex even = TensorIndex.Slice(0, null, 2), odd = TensorIndex.Slice(1, null, 2), all = TensorIndex.Colon;
                x = cat([grid[all, even, even], grid[all, odd, even], grid[all, even, odd], grid[all, odd, odd]], -1)
                    .view(b, -1, 4 * d); // [B, L/4, 4D]
                x = functional.linear(Norm(x, $"stages.{i}.downsample.norm"),
                    weights[$"stages.{i}.downsample.reduction.weight"]); // [B, L/4, 2D]
                side /= 2;
            }
            else if (options.Stages[i].Then == Resampling.Upsample)
            {
                x = functional.linear(x, weights[$"stages.{i}.upsample.expand.weight"]); // [B, L, 2D]
                x = x.view(b, side, side, 2, 2, d / 2).permute(0, 1, 3, 2, 4, 5).contiguous().view(b, -1, d / 2); // [B, 4L, D/2]
                x = Norm(x, $"stages.{i}.upsample.norm");
                side *= 2;
            }
        }

        var maps = x.transpose(1, 2).contiguous().view(x.size(0), -1, side, side); // [B, D, h, w]
        var pixels = functional.conv_transpose2d(maps, weights["unembedding.head.weight"], weights["unembedding.head.bias"],
            strides: [2, 2], padding: [1, 1], output_padding: [1, 1]);
        return (scope.MoveToOuter(pixels.sigmoid()),
            new NetworkState([.. after.Select(cell => new CellState(Grid(cell.Hidden), Grid(cell.Cell)))]).MoveToOuter(scope));

        static Tensor Grid(Tensor tokens) =>
            (int)Math.Sqrt(tokens.size(1)) is var s ? tokens.view(tokens.size(0), s, s, tokens.size(2)) : tokens;
    }

    private CellState Cell(Tensor x, CellState? state, int stage, int side)
    {
        var hidden = state?.Hidden.flatten(1, 2) ?? zeros_like(x); // [B, L, D]
        var memory = state?.Cell.flatten(1, 2) ?? zeros_like(x); // [B, L, D]
        var f = x;
        for (var i = 0; i < options.Stages[stage].Depth; i++)
            f = Block(f, i % 2 == 1 ? null : i == 0 ? hidden : x, $"stages.{stage}.cell.blocks.{i}", options.Stages[stage].Heads, side,
                i % 2 == 1);
        var gate = f.sigmoid();
        var cell = gate * (memory + f.tanh());
        return new(gate * cell.tanh(), cell);
    }

    private Tensor Block(Tensor x, Tensor? second, string name, int heads, int side, bool shifted)
    {
        var (b, d) = (x.size(0), x.size(2));
        var normal = Norm(x, $"{name}.norm1");
        if (second is not null) normal = Linear(cat([normal, Norm(second, $"{name}.norm1")], -1), $"{name}.fuse"); // [B, L, D]
        var window = Math.Min(options.Window.Height, side);
        var shift = shifted && window < side ? window / 2 : 0;
        var grid = normal.view(b, side, side, d); // [B, h, w, D]
        if (shift > 0) grid = grid.roll((-shift, -shift), (1, 2));
        var windows = grid.view(b, side / window, window, side / window, window, d).permute(0, 1, 3, 2, 4, 5).contiguous()
            .view(-1, window * window, d); // [B·nW, N, D]
        windows = Attention(windows, name, heads, side, window, shift);
        grid = windows.view(b, side / window, side / window, window, window, d).permute(0, 1, 3, 2, 4, 5).contiguous()
            .view(b, side, side, d); // [B, h, w, D]
        if (shift > 0) grid = grid.roll((shift, shift), (1, 2));
        x = x + grid.view(b, -1, d); // [B, L, D]
        return x + Linear(functional.gelu(Linear(Norm(x, $"{name}.norm2"), $"{name}.feed_forward.fc1")), $"{name}.feed_forward.fc2");
    }

    private Tensor Attention(Tensor windows, string name, int heads, int side, int window, int shift)
    {
        var (count, n, d) = (windows.size(0), windows.size(1), windows.size(2));
        var qkv = Linear(windows, $"{name}.attention.qkv").view(count, n, 3, heads, d / heads)
            .permute(2, 0, 3, 1, 4); // [3, B·nW, heads, N, d]
        var (index, mask) = Tables(side, window, shift);
        var scores = (qkv[0] * Math.Pow((double)d / heads, -0.5)).matmul(qkv[1].transpose(-2, -1)); // [B·nW, heads, N, N]
        scores = scores + weights[$"{name}.attention.relative_position_bias_table"][index].view(n, n, -1).permute(2, 0, 1).contiguous()
            .unsqueeze(0);
        if (mask is not null)
            scores = (scores.view(count / mask.size(0), mask.size(0), heads, n, n) + mask.unsqueeze(1).unsqueeze(0)).view(-1, heads, n, n);
        return Linear(scores.softmax(-1).matmul(qkv[2]).transpose(1, 2).reshape(count, n, d), $"{name}.attention.proj");
    }

    private (Tensor Index, Tensor? Mask) Tables(int side, int window, int shift)
    {
        if (tables.TryGetValue((side, shift > 0), out var found)) return found;
        var layout = WindowLayout.Of(new(side, side), window, shift > 0);
        var index = RelativePositionBias.Index(window, options.Window).flatten().DetachFromDisposeScope(); // [N·N]
        return tables[(side, shift > 0)] = (index, WindowShift.Mask(layout)?.DetachFromDisposeScope());
    }

    private Tensor Linear(Tensor x, string name) => functional.linear(x, weights[$"{name}.weight"], weights[$"{name}.bias"]);

    private Tensor Norm(Tensor x, string name) =>
        functional.layer_norm(x, [x.size(-1)], weights[$"{name}.weight"], weights[$"{name}.bias"], 1e-5);
}
