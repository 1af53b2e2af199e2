using SwinLSTM.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>Models, made as a run file says or read from any file that holds one.</summary>
internal static class Models
{
    /// <summary>Where to compute.</summary>
    public static Device DeviceOf(string name) => name switch
    {
        "cpu" => CPU,
        "cuda" when cuda.is_available() => CUDA,
        "cuda" => throw new InvalidOperationException("--device cuda: this TorchSharp sees no CUDA GPU. Leave --device out, or install a "
            + "CUDA build (docs/troubleshooting.md)."),
        _ => throw new ArgumentException($"--device is cpu or cuda; '{name}' was given."),
    };

    /// <summary>Makes a model for data: fresh, or on from other weights.</summary>
    /// <param name="config">What the run file says.</param>
    /// <param name="source">The data.</param>
    /// <param name="splits">Their parts.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="last">The last model of the run that goes on, whose frames are normalised as they were; null where there is
    /// none.</param>
    public static ForecastModel Make(RunConfig config, DataSource source, DatasetSplits splits, Device device, string? last)
    {
        var (model, shape) = (config.Model, splits.Train.Shape);
        var notes = new Dictionary<string, string>
        {
            ["inputs"] = $"{shape.InputFrames}",
            ["horizon"] = $"{shape.TargetFrames}",
            ["step"] = $"{config.Data.Step}",
            ["frame"] = $"{shape.Frame}",
            ["data"] = source.Name,
        };
        if ((model.From is null ? null : last ?? model.From) is { } path)
        {
            var given = Open(path, device);
            CheckChannels(given, shape.Channels, path, source.Name);
            return new(given.Network, given.Normalizer ?? Normalizer(config, source, splits), notes);
        }

        using var before = last is null ? null : ForecastModel.Load(last);
        var normalizer = before is null ? Normalizer(config, source, splits) : before.Normalizer;
        var activation = Activation(model, normalizer is null ? source.IsPictures : config.Data.Normalize == "unit");
        FramePredictor network = model.Kind switch
        {
            "swinlstm-b" or "swinlstm-d" => Swin(model, shape, activation).Build(seed: config.Training.Seed),
            "convlstm" => shape.TargetChannels == shape.Channels
                ? new ConvLstmNetwork(new()
                {
                    Channels = shape.Channels,
                    PatchSize = model.Patch ?? 4,
                    HiddenChannels = [.. model.Hidden ?? [128, 64, 64]],
                    KernelSize = model.Kernel,
                    Activation = activation,
                }, config.Training.Seed)
                : throw new ArgumentException("convlstm forecasts all channels; leave --targets out, or choose swinlstm-b or swinlstm-d."),
            _ => throw new ArgumentException(
                $"--model (model.kind in a run file) is swinlstm-b, swinlstm-d or convlstm; '{model.Kind}' was given."),
        };
        network.InitializeHead(Means(splits.Train, normalizer));
        network.to(device);
        return new(network, normalizer, notes);
    }

    /// <summary>Opens a model: what this tool trained, the folder of a run, or published weights.</summary>
    public static ForecastModel Open(string path, Device device)
    {
        if (Directory.Exists(path)) path = InFolder(path);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"There is no model '{path}'. Give a .swinlstm file, the folder of a run, or published weights (.pth).", path);
        if (IsOurs(path)) return ForecastModel.Load(path, device);
        try
        {
            var network = OfficialCheckpoint.Open(path);
            network.to(device);
            return new(network);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{e.Message}\n(A model is a .swinlstm file, the folder of a run, or published weights: .pth, .safetensors.)", e);
        }
    }

    /// <summary>Refuses frames of other channels than a network's, before it does.</summary>
    public static void CheckChannels(ForecastModel model, long channels, string path, string data)
    {
        var own = model.Network switch
        {
            SwinLstmNetwork swin => swin.Options.Channels,
            ConvLstmNetwork convolution => convolution.Options.Channels,
            _ => channels,
        };
        if (own != channels)
            throw new ArgumentException($"{path} forecasts frames of {own} channels; those of {data} have {channels}. Choose as many of "
                + "them with --channels (or --grey), or another model.");
    }

    /// <summary>The best model of a run, or the last one where nothing was validated.</summary>
    public static string InFolder(string folder) =>
        new[] { "best.swinlstm", "last.swinlstm" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException(
            $"'{folder}' holds no model yet: neither best.swinlstm nor last.swinlstm. Train first, or give a file.");

    /// <summary>Whether a file is one of this library's, and not published weights.</summary>
    public static bool IsOurs(string path)
    {
        try
        {
            using var file = Safetensors.Read(path);
            return file.Metadata.ContainsKey("swinlstm");
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static SwinLstmOptions Swin(ModelConfig model, SequenceShape shape, OutputActivation activation)
    {
        var ladder = model.Kind == "swinlstm-d";
        IReadOnlyList<int> depths = model.Depths ?? (ladder ? [2, 6, 2, 6] : [12]);
        IReadOnlyList<int> heads = model.Heads ?? [.. depths.Select((_, i) => ladder && i > 0 && i < depths.Count - 1 ? 8 : 4)];
        if (heads.Count != depths.Count || (ladder && depths.Count % 2 == 1))
            throw new ArgumentException($"--depths has {depths.Count} stages and --heads {heads.Count}; there are as many of both"
                + (ladder ? ", half of them down and half up." : "."));
        return SwinLstmOptions.B with
        {
            Channels = shape.Channels,
            TargetChannels = shape.TargetChannels == shape.Channels
                ? null : ValueList.Create<int>([.. Enumerable.Range(0, shape.TargetChannels)]),
            PatchSize = model.Patch ?? 2,
            EmbedChannels = model.Width,
            Stages = [.. depths.Zip(heads, (depth, head) => (depth, head)).Select((stage, i) => new StageOptions(stage.depth, stage.head,
                !ladder ? Resampling.None : i < depths.Count / 2 ? Resampling.Downsample : Resampling.Upsample))],
            Window = model.Window,
            StochasticDepth = model.StochasticDepth,
            Activation = activation,
        };
    }

    private static OutputActivation Activation(ModelConfig model, bool isUnit) => model.Activation switch
    {
        null => isUnit ? OutputActivation.Sigmoid : OutputActivation.None,
        "sigmoid" => OutputActivation.Sigmoid,
        "tanh" => OutputActivation.Tanh,
        "none" => OutputActivation.None,
        var other => throw new ArgumentException($"model.activation is sigmoid, tanh or none; '{other}' was given."),
    };

    private static Normalizer? Normalizer(RunConfig config, DataSource source, DatasetSplits splits) => config.Data.Normalize switch
    {
        "auto" when source.IsPictures => null,
        "none" => null,
        "auto" or "zscore" => Fit(train => SwinLSTM.Normalizer.FitZScore(train, samples: 2_000), splits.Train),
        "unit" => Fit(train => SwinLSTM.Normalizer.FitUnitRange(train, samples: 2_000), splits.Train),
        var other => throw new ArgumentException(
            $"--normalize (data.normalize in a run file) is auto, none, unit or zscore; '{other}' was given."),
    };

    private static Normalizer Fit(Func<ISequenceDataset, Normalizer> fit, ISequenceDataset train)
    {
        try
        {
            return fit(train);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{e.Message}\n(--channels leaves channels out; --normalize none takes values as they are.)", e);
        }
    }

    /// <summary>The mean of each channel that is forecast, as the network sees it.</summary>
    private static double[] Means(ISequenceDataset data, Normalizer? normalizer)
    {
        using var scope = NewDisposeScope();
        using var batch = data.Batch(0, (int)Math.Min(64, data.Count));
        var seen = (normalizer?.Apply(batch.Frames) ?? batch.Frames).narrow(2, 0, data.Shape.TargetChannels); // [B, T, C', H, W]
        return [.. Enumerable.Range(0, data.Shape.TargetChannels).Select(c =>
        {
            var values = seen.select(2, c); // [B, T, H, W]
            values = values[values.isfinite()]; // [N]
            return values.NumberOfElements == 0 ? 0 : values.to(ScalarType.Float64).mean().item<double>();
        })];
    }
}
