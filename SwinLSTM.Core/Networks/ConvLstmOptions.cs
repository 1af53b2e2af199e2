namespace SwinLSTM;

/// <summary>The numbers of a ConvLSTM network.</summary>
public sealed record ConvLstmOptions
{
    /// <summary>The frames that go in and come out. Default: 1 channel, 64 × 64.</summary>
    public FrameShape Frame { get; init; } = new(1, 64, 64);

    /// <summary>Side of the square of pixels that is folded into channels before the first cell. Default 4.</summary>
    public int PatchSize { get; init; } = 4;

    /// <summary>Channels of each cell's state, first cell first. Default 128, 64, 64, as on Moving MNIST in Shi et al. 2015.</summary>
    public IReadOnlyList<int> HiddenChannels { get; init; } = [128, 64, 64];

    /// <summary>Side of the convolutions' kernels, odd. Default 5.</summary>
    public int KernelSize { get; init; } = 5;

    /// <summary>The function that the frames end with. Default: sigmoid.</summary>
    public OutputActivation Activation { get; init; } = OutputActivation.Sigmoid;
}
