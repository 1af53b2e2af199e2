namespace SwinLSTM;

/// <summary>The numbers of a ConvLSTM network. Frames may have any height and width.</summary>
public sealed record ConvLstmOptions
{
    /// <summary>The channels of the frames that go in and come out. Default 1.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>The side of the square of pixels that is folded into channels before the first cell. Default 4.</summary>
    public int PatchSize { get; init; } = 4;

    /// <summary>The channels of each cell's state, first cell first. Default 128, 64, 64, as on Moving MNIST in Shi et al. 2015.</summary>
    public ValueList<int> HiddenChannels { get; init; } = [128, 64, 64];

    /// <summary>The side of the convolutions' kernels, odd. Default 5.</summary>
    public int KernelSize { get; init; } = 5;

    /// <summary>The function that the frames end with. Default: sigmoid.</summary>
    public OutputActivation Activation { get; init; } = OutputActivation.Sigmoid;

    /// <summary>Counts the weights of a network of these options, without building it.</summary>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public long CountParameters()
    {
        Check();
        long folded = (long)Channels * PatchSize * PatchSize, area = (long)KernelSize * KernelSize, input = folded, sum = 0;
        foreach (long hidden in HiddenChannels)
        {
            sum += (4 * hidden * area * (input + hidden)) + (4 * hidden);
            input = hidden;
        }

        return sum + (input * folded) + folded;
    }

    internal void Check(string parameter = "options") => OptionsRules.Refuse(nameof(ConvLstmOptions), Broken(), parameter);

    private IEnumerable<string> Broken()
    {
        const int most = OptionsRules.MostChannels;
        if (Channels is < 1 or > most) yield return $"Channels is {Channels}; a frame has 1 to {most} channels.";
        if (PatchSize is < 1 or > 64) yield return $"PatchSize is {PatchSize}; it must be 1 to 64.";
        if (HiddenChannels is null or { Count: 0 or > 64 } || HiddenChannels.Any(h => h is < 1 or > most))
            yield return $"HiddenChannels is {HiddenChannels}; give 1 to 64 cells of 1 to {most} channels each.";
        if (KernelSize is < 1 or > 63 || KernelSize % 2 == 0)
            yield return $"KernelSize is {KernelSize}; it must be odd, from 1 to 63, so that maps keep their size.";
        if (!Enum.IsDefined(Activation)) yield return $"Activation is {(int)Activation}; choose Sigmoid, None or Tanh.";
    }
}
