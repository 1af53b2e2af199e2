using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SwinLSTM.Cli;

/// <summary>Options of the command line that are keys of a run file: one table for all verbs.</summary>
internal static class ConfigFlags
{
    private static readonly Flag[] data =
    [
        new("--data", "data.sources", "SOURCE", $"What to read, one or several of one frame size: {SourceKinds.Words}."),
        new("--key", "data.key", "NAME", "Which array of an .npz file, or which dataset of an HDF5 or NetCDF file."),
        new("--layout", "data.layout", "LETTERS", "A letter for each axis of an array: N samples, T time, C channels, H rows, W columns; such as TNHW."),
        new("--scans", "data.scans", "PATTERN", "The source is a folder of HDF5 or NetCDF files, a frame each, called so, with the time in braces: radar_{yyyyMMddHHmm}.h5; --key names the dataset."),
        new("--grey", "data.grey", "", "Images and videos in grey, one channel, instead of red, green, blue."),
        new("--fps", "data.fps", "NUMBER", "Frames per second of videos; every picture once if left out."),
        new("--size", "data.size", "HEIGHTxWIDTH", "Resize frames."),
        new("--crop", "data.crop", "HEIGHTxWIDTH", "Cut so much out of the middle, before resizing."),
        new("--channels", "data.channels", "NUMBER", "Which channels to use, from 0, in this order; all if left out."),
        new("--targets", "data.targets", "NUMBER", "How many of them are forecast, the first ones; all if left out."),
        new("--inputs", "data.inputs", "NUMBER", "Frames that the network sees; 10 if left out."),
        new("--horizon", "data.horizon", "NUMBER", "Frames to forecast; 10 if left out."),
        new("--step", "data.step", "NUMBER", "Frames from one frame of a sample to the next; 1 if left out."),
        new("--stride", "data.stride", "NUMBER", "Frames from the beginning of one sample to that of the next; 1 if left out."),
        new("--validation", "data.validation", "SHARE", "The share of the data for validation; 0.1 if left out."),
        new("--test", "data.test", "SHARE", "The share of the data for test; 0.1 if left out."),
        new("--digits", "data.digits", "NUMBER", "How many digits move in a sequence; 2 if left out."),
        new("--digit-size", "data.digitSize", "NUMBER", "Pixels of a moving digit's side; as many as its image has if left out."),
        new("--count", "data.count", "NUMBER", "How many sequences of moving digits; 10,000 if left out."),
    ];

    private static readonly Flag[] training =
    [
        new("--normalize", "data.normalize", "HOW", "auto (pictures as they are, measurements by zscore), none, unit or zscore."),
        new("--model", "model.kind", "KIND", "swinlstm-b, swinlstm-d or convlstm; swinlstm-b if left out."),
        new("--from", "model.from", "FILE", "Begin with the weights of a trained model of the same network."),
        new("--patch", "model.patch", "NUMBER", "Pixels of a patch's side: 1, 2, 4 or 8; larger is faster."),
        new("--width", "model.width", "NUMBER", "Channels of a token; 64 if left out."),
        new("--depths", "model.depths", "NUMBER", "Swin blocks of each stage."),
        new("--heads", "model.heads", "NUMBER", "Attention heads of each stage."),
        new("--window", "model.window", "NUMBER", "The side of the attention window, in tokens; 4 if left out."),
        new("--steps", "training.steps", "NUMBER", "How many steps; 10,000 if left out."),
        new("--minutes", "training.minutes", "NUMBER", "How long."),
        new("--batch", "training.batchSize", "NUMBER", "Sequences a step; 16 if left out."),
        new("--learning-rate", "training.learningRate", "NUMBER", "The highest learning rate; 0.001 if left out."),
        new("--segment", "training.segment", "NUMBER", "Recompute: keep so many steps of time in memory; all if left out."),
        new("--validate-every", "training.validateEvery", "NUMBER", "Steps between validations; 500 if left out."),
        new("--checkpoint-every", "training.checkpointEvery", "NUMBER", "Steps between checkpoints; 500 if left out."),
        new("--shards", "training.shards", "NUMBER", "Parts of a batch that are computed apart; one a core if left out."),
    ];

    private static readonly Flag[] run =
    [
        new("--device", "device", "DEVICE", "cpu or cuda; cpu if left out."),
        new("--threads", "training.threads", "NUMBER", "Threads that compute; one a core if left out."),
        new("--seed", "training.seed", "NUMBER", "Fixes everything random; 0 if left out."),
    ];

    /// <summary>The options of a verb that trains, or of one that only reads data.</summary>
    public static IReadOnlyList<(Option Option, Flag Flag)> For(bool trains) => [.. data.Concat(trains ? training : []).Concat(run).Select(flag => (Make(flag), flag))];

    /// <summary>Some of the options, by name.</summary>
    public static IReadOnlyList<(Option Option, Flag Flag)> Some(params string[] names) =>
        [.. data.Concat(run).Where(flag => names.Contains(flag.Name)).Select(flag => (Make(flag), flag))];

    /// <summary>Puts what was given on the command line over what is in a tree of keys.</summary>
    public static void Apply(ParseResult parsed, IReadOnlyList<(Option Option, Flag Flag)> flags, JsonObject tree)
    {
        foreach (var (option, flag) in flags)
        {
            if (parsed.GetResult(option) is not { Implicit: false } given) continue;
            JsonNode[] values = [.. given.Tokens.Select(token => Value(token.Value, flag))];
            ConfigJson.Set(tree, flag.Key, flag.Value == "" ? JsonValue.Create(parsed.GetValue((Option<bool>)option)) : flag.IsList ? new JsonArray(values) : values[0]);
            // What is random about data follows the one seed that a person gives, and a length in minutes alone is no number of steps.
            if (flag.Key == "training.seed") ConfigJson.Set(tree, "data.seed", values[0].DeepClone());
            if (flag.Key == "training.minutes" && tree["training"]!["steps"] is null) ConfigJson.Set(tree, "training.steps", null);
        }
    }

    private static Option Make(Flag flag)
    {
        if (flag.Value == "") return new Option<bool>(flag.Name) { Description = flag.Words };
        Option option = flag.IsList
            ? new Option<string[]>(flag.Name) { Description = flag.Words, HelpName = flag.Value, AllowMultipleArgumentsPerToken = true }
            : new Option<string>(flag.Name) { Description = flag.Words, HelpName = flag.Value };
        if (flag.Value == "HEIGHTxWIDTH") DataSource.CheckSize(option);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Select(token => token.Value))
                if (flag.IsNumber && !double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                    result.AddError($"{flag.Name} is a number; '{token}' was given.");
        });
        return option;
    }

    private static JsonNode Value(string text, Flag flag) => !flag.IsNumber ? JsonValue.Create(text)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : JsonValue.Create(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    /// <summary>An option and the key that it sets.</summary>
    /// <param name="Name">The option.</param>
    /// <param name="Key">The key.</param>
    /// <param name="Value">What its value is called in help; empty where it has none.</param>
    /// <param name="Words">What help says of it.</param>
    internal sealed record Flag(string Name, string Key, string Value, string Words)
    {
        public bool IsList => Key is "data.sources" or "data.channels" or "model.depths" or "model.heads";

        public bool IsNumber => Value is "NUMBER" or "SHARE";
    }
}
