using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm prepare</c>: converts any source once into one folder that trains at full speed.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = $"What to convert, one or several of one frame size: {SourceKinds.Words}.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = Verb.Text("--out", "FOLDER", "The folder to be. Python reads it too: numpy.load(\"frames.npy\", mmap_mode=\"r\").");
        output.Required = true;
        var floats = Verb.Switch("--float", "Store float32, where pictures and digits would be stored as bytes.");
        var block = new Flag("--block", "", Flag.Number, "Bytes that are read and written at a time.");
        block.Option.Hidden = true;
        var restart = Verb.Switch("--restart", "Begin anew, whatever an interrupted run left.");
        var force = Verb.Switch("--force", "Replace a folder that is there, once the new one is whole.");
        var flags = ConfigFlags.Some(
            "--key", "--layout", "--scans", "--grey", "--fps", "--keep-damaged", "--size", "--inputs", "--horizon", "--count", "--seed");
        return Verb.Create("prepare",
            "Convert frames from any source into one folder that trains at full speed. An interrupted run is continued by the same "
            + "command.",
            "street.mp4 --grey --size 64x64 --out street",
            [sources, output, floats, block.Option, restart, force, .. flags.Options()]).Does((parsed, cancellation) =>
        {
            var tree = new JsonObject();
            ConfigFlags.Apply(parsed, flags, tree);
            ConfigJson.Set(tree, "data.sources", new JsonArray([.. parsed.GetValue(sources)!.Select(source => JsonValue.Create(source))]));
            var (data, folder) = (ConfigJson.Config(tree, "options").Data, Path.GetFullPath(parsed.GetValue(output) is { Length: > 0 } given
                ? given : throw new ArgumentException("--out is the folder to be; nothing was given.")));
            var options = new PrepareOptions
            {
                Storage = parsed.GetValue(floats) ? FrameStorage.Float32 : FrameStorage.Bytes,
                Source = string.Join('\n', [.. data.Sources.Select(Identity), Words(data)]),
                Overwrite = parsed.GetValue(force),
                Restart = parsed.GetValue(restart),
                BlockBytes = (int)(block.Of(parsed) ?? 8 << 20),
                Readers = 2,
            };
            try
            {
                Write(data, folder, options, cancellation);
            }
            catch (OperationCanceledException)
            {
                throw new StoppedException(Directory.Exists(folder + ".part")
                    ? $"Stopped. What is done is kept in {folder}.part; the same command goes on from there."
                    : "Stopped. Nothing was written yet.");
            }

            using var prepared = PreparedFrames.Open(folder);
            var size = ProgressLine.Size(new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length));
            Console.WriteLine($"{folder}: {prepared.Series.Count} series, {prepared.Frames} frames of {prepared.Frame}, {size}.");
        });
    }

    private static void Write(DataConfig data, string folder, PrepareOptions options, CancellationToken cancellation)
    {
        using var source = new DataSource(data);
        if (File.Exists(folder)) throw new IOException($"--out: '{folder}' is a file. Choose a folder.");
        source.CheckOutput("--out", folder, isReplaced: true);
        SourceKinds.CheckOptions(source.Sources, data);
        if (DataSource.Size(data.Size) is { } size && source.Sources.SelectMany(one => one.Series)
            .FirstOrDefault(series => (series.Frame.Height, series.Frame.Width) != size) is { } other)
            throw new ArgumentException($"--size: {other.Name} has frames of {other.Frame}; only images, videos and digits are resized "
                + "here. Leave it out, and give it to train.");
        Verb.MakeFolder("--out", Path.GetDirectoryName(folder) ?? folder);
        using var line = new ProgressLine();
        var progress = new Direct<PrepareProgress>(told => line.Show(told.Series, told.Bytes, (double)told.Frames / told.Total));
        if (!source.IsPictures) options = options with { Storage = FrameStorage.Float32 };
        CheckSpace(source, options.Storage == FrameStorage.Bytes ? 1 : sizeof(float), folder);
        if (source.Sources is [{ Samples: { } samples }]) PreparedFrames.Write(folder, samples, options, progress, cancellation);
        else PreparedFrames.Write(folder, source.Series(), options, progress, cancellation);
    }

    /// <summary>A typing error must not fill the disk.</summary>
    private static void CheckSpace(DataSource source, double size, string folder)
    {
        var values = source.Sources is [{ Samples: { } samples }]
            ? (double)samples.Count * samples.Shape.Values : source.Series().Sum(series => (double)series.Length * series.Frame.Values);
        var there = new DriveInfo(Path.GetDirectoryName(folder) ?? folder).AvailableFreeSpace;
        if (values * size > there)
            throw new IOException($"{folder} would take {values * size / 1e9:0.0} GB, and {there / 1e9:0.0} GB are free there. "
                + "Choose another --out, smaller frames (--size), or fewer sequences (--count).");
    }

    /// <summary>What changes the frames, in words that are kept with them: what was begun with others is not continued.</summary>
    private static string Words(DataConfig data) => string.Join(", ", new[]
    {
        data.Key is null ? null : $"key {data.Key}", data.Layout is null ? null : $"layout {data.Layout}",
        data.Scans is null ? null : $"scans {data.Scans}", data.Grey ? "grey" : null, data.Size,
        data.Fps is null ? null : FormattableString.Invariant($"{data.Fps} frames per second"),
        $"{data.Inputs} + {data.Horizon} frames", $"{data.Count} sequences", $"seed {data.Seed}",
    }.Where(word => word is not null));

    /// <summary>What a source is, as far as can be told without reading it: its name, length and date.</summary>
    private static string Identity(string path) => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{path} ({file.Length} bytes, {file.LastWriteTimeUtc:u})")
        : path;
}
