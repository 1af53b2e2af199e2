using System.CommandLine;
using System.Text.Json.Nodes;

namespace SwinLSTM.Cli;

/// <summary>Options of the command line that are keys of a run file: one table for all verbs.</summary>
internal static class ConfigFlags
{
    private static readonly Flag[] data =
    [
        new("--data", "data.sources", "SOURCE", $"What to read, one or several of one frame size: {SourceKinds.Words}."),
        new("--key", "data.key", "NAME", "Which array of an .npz file, or which dataset of an HDF5 or NetCDF file."),
        new("--layout", "data.layout", "LETTERS",
            "A letter for each axis of an array: N samples, T time, C channels, H rows, W columns; such as TNHW."),
        new("--scans", "data.scans", "PATTERN", "The source is a folder of HDF5 or NetCDF files, a frame each, called so, with the time in "
            + "braces: radar_{yyyyMMddHHmm}.h5; --key names the dataset."),
        new("--grey", "data.grey", Flag.Switch, "Images and videos in grey, one channel, instead of red, green, blue."),
        new("--fps", "data.fps", Flag.Rate, "Frames per second of videos; every picture once if left out."),
        new("--keep-damaged", "data.keepDamaged", Flag.Switch, "Take videos that ffmpeg complains about as it mends them."),
        new("--size", "data.size", Flag.Size, "Resize frames."),
        new("--crop", "data.crop", Flag.Size, "Cut so much out of the middle, before resizing."),
        new("--channels", "data.channels", Flag.Number, "Which channels to use, from 0, in this order; all if left out.", least: 0),
        new("--targets", "data.targets", Flag.Number, "How many of them are forecast, the first ones; all if left out."),
        new("--inputs", "data.inputs", Flag.Number, "Frames that the network sees; 10 if left out."),
        new("--horizon", "data.horizon", Flag.Number, "Frames to forecast; 10 if left out."),
        new("--step", "data.step", Flag.Number, "Frames from one frame of a sample to the next; 1 if left out."),
        new("--stride", "data.stride", Flag.Number, "Frames from the beginning of one sample to that of the next; 1 if left out."),
        new("--validation", "data.validation", Flag.Share, "The share of the data for validation; 0.1 if left out."),
        new("--test", "data.test", Flag.Share, "The share of the data for test; 0.1 if left out."),
        new("--digits", "data.digits", Flag.Number, "How many digits move in a sequence; 2 if left out."),
        new("--digit-size", "data.digitSize", Flag.Number, "Pixels of a moving digit's side; as many as its image has if left out."),
        new("--count", "data.count", Flag.Number, "How many sequences of moving digits; 10,000 if left out.", most: 1e15),
    ];

    private static readonly Flag[] training =
    [
        new("--normalize", "data.normalize", "HOW", "auto (pictures as they are, measurements by zscore), none, unit or zscore."),
        new("--model", "model.kind", "KIND", "swinlstm-b, swinlstm-d or convlstm; swinlstm-b if left out."),
        new("--from", "model.from", "FILE", "Begin with the weights of a trained model of the same network."),
        new("--patch", "model.patch", Flag.Number, "Pixels of a patch's side: 1, 2, 4 or 8; larger is faster."),
        new("--width", "model.width", Flag.Number, "Channels of a token; 64 if left out."),
        new("--depths", "model.depths", Flag.Number, "Swin blocks of each stage."),
        new("--heads", "model.heads", Flag.Number, "Attention heads of each stage."),
        new("--window", "model.window", Flag.Number, "The side of the attention window, in tokens; 4 if left out."),
        new("--steps", "training.steps", Flag.Number, "How many steps; 10,000 if left out."),
        new("--minutes", "training.minutes", Flag.Minutes, "How long."),
        new("--batch", "training.batchSize", Flag.Number, "Sequences per step; 16 if left out."),
        new("--learning-rate", "training.learningRate", Flag.Rate, "The highest learning rate; 0.001 if left out."),
        new("--segment", "training.segment", Flag.Number, "Recompute: keep so many steps of time in memory; all if left out."),
        new("--validate-every", "training.validateEvery", Flag.Number, "Steps between validations; 500 if left out.", least: 0),
        new("--validation-sequences", "validationSequences", Flag.Number, "Sequences of a validation, the first ones; 256 if left out."),
        new("--checkpoint-every", "training.checkpointEvery", Flag.Number, "Steps between checkpoints; 500 if left out.", least: 0),
        new("--shards", "training.shards", Flag.Number, "Parts of a batch that are computed apart; one per core if left out."),
    ];

    private static readonly Flag[] run =
    [
        new("--device", "device", "DEVICE", "cpu or cuda; cpu if left out."),
        new("--threads", "training.threads", Flag.Number, "Threads that compute; one per core if left out.", most: 1024),
        new("--seed", "training.seed", Flag.Number, "Fixes everything random; 0 if left out.", least: 0),
    ];

    /// <summary>The options of every verb.</summary>
    public static IReadOnlyList<Flag> Run => run;

    /// <summary>The options of a verb that trains.</summary>
    public static IReadOnlyList<Flag> All { get; } = [.. data, .. training, .. run];

    /// <summary>The options of a verb that only reads data.</summary>
    public static IReadOnlyList<Flag> Reading { get; } = [.. data, .. run];

    /// <summary>Some of the options, by name.</summary>
    public static IReadOnlyList<Flag> Some(params string[] names) => [.. All.Where(flag => names.Contains(flag.Name))];

    public static IEnumerable<Option> Options(this IEnumerable<Flag> flags) => flags.Select(flag => flag.Option);

    /// <summary>Puts what was given on the command line over what is in a tree of keys.</summary>
    public static void Apply(ParseResult parsed, IReadOnlyList<Flag> flags, JsonObject tree)
    {
        foreach (var flag in flags.Where(flag => flag.Apply(parsed, tree)))
        {
            // What is random about data follows the one seed that a person gives, and a length in minutes alone is no number of steps.
            if (flag.Key == "training.seed") ConfigJson.Set(tree, "data.seed", tree["training"]!["seed"]!.DeepClone());
            if (flag.Key == "training.minutes" && tree["training"]!["steps"] is null) ConfigJson.Set(tree, "training.steps", null);
        }
    }
}
