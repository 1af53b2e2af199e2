using SwinLSTM.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The demo's network, and the weights that are shipped for it.</summary>
internal static class DemoNetwork
{
    private const string Shipped = "digits.swinlstm";

    /// <summary>A SwinLSTM-B small enough to train on two cores.</summary>
    public static SwinLstmOptions Options { get; } = SwinLstmOptions.B with
    {
        PatchSize = 4,
        EmbedChannels = 64,
        Stages = [new(Depth: 4, Heads: 4)],
        StochasticDepth = 0,
    };

    /// <summary>A network to train, which at first predicts about the mean of the data.</summary>
    public static ForecastModel Fresh(ISequenceDataset data, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        var network = Options.Build(seed: seed);
        network.InitializeHead([data.Batch(0, 64).Targets.mean().item<float>()]);
        network.to(device);
        return new(network);
    }

    /// <summary>The shipped network, or that of a file.</summary>
    public static ForecastModel Load(string? path, Device device)
    {
        if (path is not null)
            return File.Exists(path) ? ForecastModel.Load(path, device) : throw new FileNotFoundException($"--weights: there is no file '{path}'. Give one that --train --save FILE wrote, or leave --weights out for the shipped ones.");
        using var shipped = typeof(DemoNetwork).Assembly.GetManifestResourceStream(Shipped)
            ?? throw new FileNotFoundException("This build ships no weights. Train some with --train --save FILE, and use them with --weights FILE.");
        return ForecastModel.Load(shipped, Shipped, device);
    }
}
