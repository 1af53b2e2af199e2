namespace SwinLSTM;

/// <summary>The ConvLSTM cell: the baseline that SwinLSTM is measured against.</summary>
/// <remarks>
/// <para>i, f, o = σ(Wx * x + Wh * h + b), g = tanh(same); c' = f · c + i · g, h' = o · tanh c'. All four by one convolution of each
/// stream.</para>
/// <para>Source: Shi et al. 2015, equation 3, without the peephole terms, as the field's implementations have it.</para>
/// </remarks>
public sealed class ConvLstmCell : Module<Tensor, CellState?, CellState>
{
    private readonly Conv2d input_gates;
    private readonly Conv2d hidden_gates;
    private readonly int inputChannels, hiddenChannels;

    /// <summary>Makes a cell for maps of any height and width.</summary>
    /// <param name="inputChannels">Channels of the maps that come in.</param>
    /// <param name="hiddenChannels">Channels of the state.</param>
    /// <param name="kernelSize">The side of the convolutions' kernels: odd, so that maps keep their size.</param>
    /// <exception cref="ArgumentException">A size below 1, or an even kernel.</exception>
    public ConvLstmCell(int inputChannels, int hiddenChannels, int kernelSize) : base(nameof(ConvLstmCell))
    {
        TorchProcess.WakeMkl();
        this.inputChannels = Require.AtLeast(1, inputChannels, nameof(inputChannels));
        this.hiddenChannels = Require.AtLeast(1, hiddenChannels, nameof(hiddenChannels));
        if (kernelSize < 1 || kernelSize % 2 == 0)
            throw new ArgumentException($"kernelSize is {kernelSize}; it must be odd, so that maps keep their size.", nameof(kernelSize));
        input_gates = Conv2d(inputChannels, 4L * hiddenChannels, kernelSize, padding: kernelSize / 2);
        hidden_gates = Conv2d(hiddenChannels, 4L * hiddenChannels, kernelSize, padding: kernelSize / 2, bias: false);
        RegisterComponents();
    }

    /// <summary>Computes one time step.</summary>
    /// <param name="maps">x: <c>[B, C, H, W]</c>, of any height and width.</param>
    /// <param name="state">The state after the step before; null is zeros.</param>
    /// <returns>The state after this step, <c>[B, hidden, H, W]</c> each; its <see cref="CellState.Hidden"/> is the cell's
    /// output.</returns>
    /// <exception cref="ArgumentException">A shape, element type or device is not the module's.</exception>
    public override CellState forward(Tensor maps, CellState? state)
    {
        Require.Maps(maps, nameof(maps), inputChannels, input_gates.weight);
        state?.Check([maps.size(0), hiddenChannels, maps.size(2), maps.size(3)], input_gates.weight);
        using var scope = NewDisposeScope();
        var sums = input_gates.call(maps); // [B, 4·hidden, H, W]
        if (state is not null) sums = sums.Plus(hidden_gates.call(state.Hidden));
        var gates = sums.chunk(4, 1); // 4 of [B, hidden, H, W]
        var fresh = gates[0].sigmoid() * gates[3].tanh();
        var cell = state is null ? fresh : (gates[1].sigmoid() * state.Cell).Plus(fresh);
        var hidden = gates[2].sigmoid() * cell.tanh();
        return new(scope.MoveToOuter(hidden), scope.MoveToOuter(cell));
    }
}
