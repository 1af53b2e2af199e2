using System.Globalization;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The frames of a run, of whatever sources: opened once, cut, resized and split as the run file says.</summary>
internal sealed class DataSource : IDisposable
{
    private readonly DataConfig config;
    private readonly List<OpenedSource> sources = [];

    /// <exception cref="ArgumentException">No source, or sources or shares that do not go together.</exception>
    /// <exception cref="IOException">One is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public DataSource(DataConfig config)
    {
        this.config = config;
        if (config.Sources.Count == 0) throw new ArgumentException($"Which data? Give --data SOURCE: {SourceKinds.Words}.");
        try
        {
            foreach (var path in config.Sources) sources.Add(SourceKinds.Open(path, config));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The sources in words.</summary>
    public string Name => string.Join(", ", config.Sources);

    /// <summary>Whether the values are those of pictures, in [0, 1].</summary>
    public bool IsPictures => sources.All(source => source.Bytes);

    /// <summary>Reads a size such as <c>128x160</c>; null if it is none.</summary>
    public static (int Height, int Width)? Size(string? text)
    {
        return text?.Split('x', 'X') is [var h, var w] && Side(h) is { } height && Side(w) is { } width ? (height, width) : null;

        static int? Side(string side) =>
            int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels is > 0 and <= 16_384
                ? pixels : null;
    }

    /// <summary>What to say of a text that is no size.</summary>
    public static string NoSize(string name, string text) => $"{name} is HEIGHTxWIDTH in pixels, such as 128x160; '{text}' was given.";

    /// <summary>Training, validation and test: in the order of time for one series or two, by whole clips for more, as published for
    /// published sets.</summary>
    public DatasetSplits Splits()
    {
        if (sources is [{ Splits: { } published }]) return published.Each(Shape);
        return Explained(() =>
        {
            if (sources is [{ Samples: { } samples }])
            {
                var cut = samples.SelectFrames(config.Inputs, config.Horizon, step: config.Step);
                return DatasetSplits.Random(cut, config.Validation, config.Test, config.Seed).Each(Shape);
            }

            var series = Series();
            return (series.Count switch
            {
                1 => DatasetSplits.Chronological(series[0], Windows, config.Validation, config.Test),
                2 => InTime(series),
                _ => DatasetSplits.RandomClips(series, Windows, config.Validation, config.Test, config.Seed),
            }).Each(Shape);
        });
    }

    /// <summary>All samples there are, in the order of the data.</summary>
    public ISequenceDataset All() => Explained(() => Shape(sources switch
    {
        [{ Splits: { } published, Samples: null }] => published.Train.Concat(published.Validation, published.Test),
        [{ Samples: { } samples }] => samples.SelectFrames(config.Inputs, config.Horizon, step: config.Step),
        _ => new FrameWindows(Series(), Windows),
    }));

    /// <summary>Refuses to write over what is read, or among it; or, where a whole folder is replaced, over a folder that holds
    /// it.</summary>
    public void CheckOutput(string option, string path, bool isReplaced = false)
    {
        foreach (var source in config.Sources.Select(PublishedSets.Place).Where(source => path != "" && Path.Exists(source)))
            if (Within(Real(path), Real(source)))
                throw new IOException($"{option}: '{path}' is {(Directory.Exists(source) ? "within " : "")}the data that are read, "
                    + $"'{source}'. Choose another.");
            else if (isReplaced && Within(Real(source), Real(path)))
                throw new IOException($"{option}: '{path}' holds the data that are read, '{source}'. Choose another.");

        static string Real(string path) => (Directory.Exists(path) ? new DirectoryInfo(path).ResolveLinkTarget(true)
            : File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(true) : null)?.FullName ?? Path.GetFullPath(path);

        static bool Within(string path, string folder) => Path.GetRelativePath(folder, path) is var rest
            && rest != ".." && !rest.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(rest);
    }

    /// <summary>Each series is cut in the order of time, because there are too few for whole ones in each part.</summary>
    private DatasetSplits InTime(IReadOnlyList<IFrameSeries> series)
    {
        var parts = series.Select(one => DatasetSplits.Chronological(one, Windows, config.Validation, config.Test)).ToList();
        return new(Joined(part => part.Train), Joined(part => part.Validation), Joined(part => part.Test));

        ISequenceDataset Joined(Func<DatasetSplits, ISequenceDataset> which) => which(parts[0]).Concat([.. parts.Skip(1).Select(which)]);
    }

    /// <summary>The last frames there are, as a model sees them: <c>[1, T, C, H, W]</c>.</summary>
    public Tensor Last() => Explained(() =>
    {
        var span = ((config.Inputs - 1) * config.Step) + 1;
        var all = sources switch
        {
            [{ Splits: { } published }] => published.Test.SelectFrames(published.Test.Shape.InputFrames, 0),
            [{ Samples: { } samples }] => samples.SelectFrames(config.Inputs, 0, samples.Shape.Frames - span, config.Step),
            _ => new FrameWindows(Series()[^1], Windows with { TargetFrames = 0, Stride = 1 }),
        };
        var shaped = Shape(all);
        return shaped.Batch(shaped.Count - 1, 1).Inputs;
    });

    private static T Explained<T>(Func<T> cut)
    {
        try
        {
            return cut();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{e.Message}\n(--inputs, --horizon, --step: how long samples are. --validation, --test: the "
                + "shares. --channels, --targets, --crop, --size: what of a frame.)", e.ParamName, e);
        }
    }

    public void Dispose() => sources.ForEach(source => source.Dispose());

    /// <summary>What was opened.</summary>
    public IReadOnlyList<OpenedSource> Sources => sources;

    /// <summary>The frames of all sources in time.</summary>
    /// <exception cref="ArgumentException">One has samples and no time, or another frame than the others.</exception>
    public IReadOnlyList<IFrameSeries> Series()
    {
        if (!sources.All(source => source.Series.Count > 0))
            throw new ArgumentException("A source of whole samples (digits, arrays with an axis N) is read by itself, and a published set "
                + "as it is, by train and evaluate: give one such source, or series only.");
        IReadOnlyList<IFrameSeries> all = [.. sources.SelectMany(source => source.Series)];
        return all.FirstOrDefault(series => series.Frame != all[0].Frame) is not { } other ? all
            : throw new ArgumentException($"Sources have frames of one shape; those of {all[0].Name} are {all[0].Frame}, and those of "
                + $"{other.Name} {other.Frame}. Leave one out, or make them alike (--grey, --size for images and videos).");
    }

    private WindowOptions Windows => new(config.Inputs, config.Horizon, Stride: config.Stride, Step: config.Step);

    private ISequenceDataset Shape(ISequenceDataset dataset)
    {
        if (config.Channels is { } channels) dataset = dataset.SelectChannels([.. channels], config.Targets);
        else if (config.Targets is { } targets) dataset = dataset.SelectChannels([.. Enumerable.Range(0, dataset.Shape.Channels)], targets);
        if (Size(config.Crop) is { } crop) dataset = dataset.CenterCrop(crop.Height, crop.Width);
        return Size(config.Size) is { } size && (size.Height, size.Width) != (dataset.Shape.Height, dataset.Shape.Width)
            ? dataset.Resize(size.Height, size.Width) : dataset;
    }
}
