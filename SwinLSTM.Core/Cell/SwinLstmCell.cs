namespace SwinLSTM;

/// <summary>The SwinLSTM cell: a recurrent cell whose one gate comes from Swin Transformer blocks. An ordinary module, for any network and
/// any grid.</summary>
/// <remarks>
/// <para>With F = blocks(x, h) and g = σ(F): c' = g · (c + tanh F), h' = g · tanh c'. One gate from one F; no parameters beyond the
/// blocks'.</para>
/// <para>Even blocks fuse a second stream: the first of them h, every later one x again. Odd blocks fuse nothing and shift their
/// windows.</para>
/// <para>Source: SwinLSTM (Tang et al., ICCV 2023), section 3.2, as the authors' code computes it. (The paper's figure draws a single
/// fusion.)</para>
/// </remarks>
public sealed class SwinLstmCell : Module<Tensor, CellState?, CellState>
{
    private readonly ModuleList<SwinBlock> blocks;
    private readonly int channels;
    private readonly DropoutSource random;

    /// <summary>Makes a cell for tokens <c>[B, h, w, channels]</c> of any grid h × w.</summary>
    /// <param name="channels">Channels of a token, D.</param>
    /// <param name="depth">Swin blocks.</param>
    /// <param name="heads">Attention heads; they share the channels evenly.</param>
    /// <param name="window">The attention window, in tokens. On a grid that is not larger it shrinks as published.</param>
    /// <param name="options">Numbers that seldom change; null for the defaults.</param>
    /// <exception cref="ArgumentException">A size below 1, channels that heads cannot share, or options that break a rule.</exception>
    public SwinLstmCell(int channels, int depth, int heads, WindowSize window, CellOptions? options = null)
        : this(channels, depth, heads, window, options ?? new(), null)
    {
    }

    internal SwinLstmCell(int channels, int depth, int heads, WindowSize window, CellOptions options, DropoutSource? random)
        : base(nameof(SwinLstmCell))
    {
        TorchProcess.WakeMkl();
        Require.AtLeast(1, depth, nameof(depth));
        Require.AtLeast(1, heads, nameof(heads));
        Require.AtLeast(1, Math.Min(window.Height, window.Width), nameof(window));
        if (Require.AtLeast(1, channels, nameof(channels)) % heads != 0)
            throw new ArgumentException(
                $"{channels} channels cannot be shared by {heads} heads; channels must be a multiple of heads.", nameof(heads));
        if (options.StochasticDepth is { } rates && rates.Count != depth)
            throw new ArgumentException(
                $"StochasticDepth has {rates.Count} rates for {depth} blocks; give one for each block, or null.", nameof(options));
        OptionsRules.Refuse(nameof(CellOptions), options.Broken(), nameof(options));
        this.channels = channels;
        this.random = random ?? new();
        blocks = new([.. Enumerable.Range(0, depth).Select(i => new SwinBlock(
            channels, heads, window, shifted: i % 2 == 1, fuses: i % 2 == 0, options.StochasticDepth?[i] ?? 0, options, this.random))]);
        RegisterComponents();
        if (random is null) this.random.SeedFromDefault();
    }

    /// <summary>Seeds dropout and stochastic depth: after the same seed, the same calls drop the same values, in any thread.</summary>
    /// <param name="seed">Any number.</param>
    public void Reseed(long seed) => random.Reseed(seed);

    /// <summary>Computes one time step.</summary>
    /// <param name="x">Tokens <c>[B, h, w, D]</c>, of any h and w.</param>
    /// <param name="state">The state after the step before; null is zeros, the beginning of time.</param>
    /// <returns>The state after this step, <c>[B, h, w, D]</c> each; its <see cref="CellState.Hidden"/> is the cell's output.</returns>
    /// <exception cref="ArgumentException">A shape, element type or device is not the module's, or the state is of another
    /// grid.</exception>
    public override CellState forward(Tensor x, CellState? state)
    {
        var weight = blocks[0].Weight;
        Require.Tokens(x, nameof(x), channels, weight);
        state?.Check(x.shape, weight);
        using var scope = NewDisposeScope();
        state ??= CellState.Zeros(x);
        var f = x;
        for (var i = 0; i < blocks.Count; i++)
            f = blocks[i].call(f, i % 2 == 1 ? null : i == 0 ? state.Hidden : x); // [B, h, w, D]
        var gate = f.sigmoid();
        var cell = gate * state.Cell.Plus(f.tanh());
        var hidden = gate * cell.tanh();
        return new(scope.MoveToOuter(hidden), scope.MoveToOuter(cell));
    }
}
