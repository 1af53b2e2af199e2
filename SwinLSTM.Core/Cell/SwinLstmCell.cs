using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>The SwinLSTM cell: a recurrent cell whose one gate comes from Swin Transformer blocks. An ordinary module, for any network.</summary>
/// <remarks>
/// <para>With F = SwinBlocks(x, h) and g = σ(F): c' = g · (c + tanh F), h' = g · tanh c'. One gate from one F; no parameters beyond the blocks'.</para>
/// <para>Source: SwinLSTM (Tang et al., ICCV 2023), section 3.2, as the authors' code computes it.</para>
/// </remarks>
public sealed class SwinLstmCell : Module<Tensor, CellState?, CellState>
{
    private readonly SwinBlocks blocks;

    /// <summary>A cell for tokens <c>[B, L, D]</c>.</summary>
    /// <param name="grid">The grid of the tokens: L = rows × columns. Any grid; see <see cref="WindowLayout"/>.</param>
    /// <param name="channels">Channels of a token, D.</param>
    /// <param name="depth">Swin blocks.</param>
    /// <param name="heads">Attention heads; they share the channels evenly.</param>
    /// <param name="window">The attention window, in tokens.</param>
    /// <param name="options">Numbers that seldom change; null for the defaults.</param>
    /// <exception cref="ArgumentException">Channels that heads cannot share, or a rate for each block that is not there; a ratio or rate out of range.</exception>
    public SwinLstmCell(PatchGrid grid, int channels, int depth, int heads, WindowSize window, CellOptions? options = null) : base(nameof(SwinLstmCell))
    {
        options ??= new();
        Require.AtLeast(1, depth, nameof(depth));
        Require.AtLeast(1, channels, nameof(channels));
        Require.AtLeast(1, heads, nameof(heads));
        if (channels % heads != 0)
            throw new ArgumentException($"{channels} channels cannot be shared by {heads} heads; channels must be a multiple of heads.", nameof(heads));
        if (options.StochasticDepth is { } rates && rates.Count != depth)
            throw new ArgumentException($"StochasticDepth has {rates.Count} rates for {depth} blocks; give one a block, or null.", nameof(options));
        if (!(options.FeedForwardRatio > 0 && options.FeedForwardRatio <= 64))
            throw new ArgumentException($"FeedForwardRatio is {options.FeedForwardRatio}; it must be above 0 and at most 64.", nameof(options));
        foreach (var rate in (options.StochasticDepth ?? []).Append(options.Dropout).Append(options.AttentionDropout))
            if (!(rate >= 0 && rate < 1)) throw new ArgumentException($"A rate of options is {rate}; a rate must be at least 0 and below 1.", nameof(options));
        (Grid, Channels, Heads, HiddenChannels) = (grid, channels, heads, options.HiddenChannels(channels));
        blocks = new(grid, channels, depth, heads, window, options);
        RegisterComponents();
    }

    /// <summary>The grid of the tokens.</summary>
    public PatchGrid Grid { get; }

    /// <summary>Channels of a token, D.</summary>
    public int Channels { get; }

    /// <summary>Attention heads.</summary>
    public int Heads { get; }

    /// <summary>Hidden width of the blocks' perceptrons.</summary>
    public int HiddenChannels { get; }

    /// <summary>The blocks in the order they run.</summary>
    public IReadOnlyList<SwinBlock> Blocks => blocks.Blocks;

    /// <summary>One time step.</summary>
    /// <param name="tokens">x: <c>[B, L, D]</c>.</param>
    /// <param name="state">The state after the step before; null is zeros, the beginning of time.</param>
    /// <returns>The state after this step; its <see cref="CellState.Hidden"/> is the cell's output.</returns>
    /// <exception cref="ArgumentException">A shape, element type or device is not the module's.</exception>
    public override CellState forward(Tensor tokens, CellState? state) => Step(tokens, state, null);

    /// <summary>The attention bias of every block: what a sequence needs only once.</summary>
    internal IReadOnlyList<Tensor> Biases() => blocks.Biases();

    internal CellState Step(Tensor tokens, CellState? state, IReadOnlyList<Tensor>? biases)
    {
        Require.Trailing(tokens, nameof(tokens), $"this cell was built for {Channels} channels on a grid of {Grid}", ["batch"], Grid.Tokens, Channels);
        Require.Like(tokens, nameof(tokens), blocks.Weight);
        foreach (var tensor in state is null ? [] : new[] { state.Hidden, state.Cell })
        {
            Require.Trailing(tensor, nameof(state), "it must have the tokens' shape", [], tokens.shape);
            Require.Like(tensor, nameof(state), tokens);
        }

        using var scope = NewDisposeScope();
        state ??= CellState.Zeros(tokens);
        var f = blocks.call(tokens, state.Hidden, biases); // [B, L, D]
        var gate = f.sigmoid();
        var cell = gate * (state.Cell + f.tanh());
        var hidden = gate * cell.tanh();
        return new(scope.MoveToOuter(hidden), scope.MoveToOuter(cell));
    }
}
