using System.Globalization;
using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>A series over many files with one frame each, such as the scans of a radar. Frames are evenly apart in time; those without a
/// file are missing: all their values are NaN. A file is open only while it is read.</summary>
public sealed class ScanFiles : IFrameSeries
{
    private const long MostPerFile = 1000;
    private readonly Dictionary<long, string> files = [];
    private readonly ScanOptions options;
    private readonly string folder;

    private ScanFiles(string folder, List<(DateTime Time, string Path)> found, ScanOptions options)
    {
        (this.folder, this.options, First) = (folder, options, found[0].Time);
        var apart = found.Zip(found.Skip(1), (a, b) => b.Time - a.Time).ToList();
        if (apart.IndexOf(TimeSpan.Zero) is >= 0 and var twice)
            throw new InvalidDataException($"{found[twice].Path} and {found[twice + 1].Path} are both of " +
                $"{found[twice].Time:yyyy-MM-dd HH:mm:ss}. Keep one of them.");
        Interval = options.Interval ?? (apart.Count > 0 ? apart.Min() : TimeSpan.FromMinutes(5));
        foreach (var (time, path) in found)
        {
            var (index, rest) = Math.DivRem((time - First).Ticks, Interval.Ticks);
            if (rest != 0)
                throw new InvalidDataException($"{path} is of {time:yyyy-MM-dd HH:mm:ss}, which is no multiple of {Interval} from " +
                    $"{First:yyyy-MM-dd HH:mm:ss}. Set Interval, or take that file away.");
            files.Add(index, path);
        }
        Length = ((found[^1].Time - First).Ticks / Interval.Ticks) + 1;
        if (Length > MostPerFile * (found.Count + 1))
            throw new InvalidDataException($"{folder} has {found.Count} files for {Length} times, from {found[0].Path} to " +
                $"{found[^1].Path}, {Interval} apart. Is a time wrong? Take that file away, or set Interval.");
        using var first = Hdf5File.Open(files[0]);
        Frame = Reader(first).Frame;
    }

    /// <summary>Finds the files of a folder and of those below it, and their times; one is opened for the shape of the frames.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">How the files are called: <c>RAD_NL25_{yyyyMMddHHmm}.h5</c>, with the time (UTC) in braces as .NET writes its
    /// formats, a digit for each letter; <c>*</c> is any text. Without braces the time comes from
    /// <see cref="ScanOptions.TimeAttributes"/>.</param>
    /// <param name="options">What is read of each file.</param>
    /// <exception cref="ArgumentException">A pattern or options that break a rule.</exception>
    /// <exception cref="FileNotFoundException">No file is called like that.</exception>
    /// <exception cref="InvalidDataException">Times that are none, are there twice, or do not lie evenly; or the first file cannot be
    /// read.</exception>
    public static ScanFiles Open(string folder, string pattern, ScanOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(options);
        var parts = Regex.Match(pattern, @"^([^{}]*)(\{([^{}]+)\})?([^{}]*)$");
        SequenceRules.CheckAll(nameof(ScanOptions),
        [
            (options.Dataset.Length == 0, "Dataset is empty; it is the name of the dataset in each file."),
            (!parts.Success, $"The pattern '{pattern}' may have one time in braces, such as {{yyyyMMddHHmm}}."),
            (parts.Success && !parts.Groups[2].Success && options.TimeAttributes.Count == 0, $"The pattern '{pattern}' has no time in " +
                "braces, and TimeAttributes names no attribute with one."),
            (options.Interval <= TimeSpan.Zero, $"Interval is {options.Interval}; it must be more than nothing."),
        ]);
        var format = parts.Groups[3].Value;
        var name = new Regex($"^{Any(parts.Groups[1].Value)}(.{{{format.Length}}}){Any(parts.Groups[4].Value)}$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        var found = new List<(DateTime Time, string Path)>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true }))
        {
            if (name.Match(Path.GetFileName(path)) is not { Success: true } match)
                continue;
            found.Add((format.Length > 0 ? Time(match.Groups[1].Value, format, path) : TimeWithin(path, options), path));
        }
        if (found.Count == 0)
            throw new FileNotFoundException($"{folder} has no file that is called like {pattern}.");
        found.Sort((a, b) => (a.Time, a.Path).CompareTo((b.Time, b.Path)));
        return new(folder, found, options);

        static string Any(string text) => string.Join(".*", text.Split('*').Select(Regex.Escape));
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public FrameShape Frame { get; }

    /// <inheritdoc/>
    public string Name => $"{options.Dataset} of {folder}, {First:yyyy-MM-dd HH:mm} to " +
        $"{First + (Interval * (Length - 1)):yyyy-MM-dd HH:mm}";

    /// <summary>The time of the first frame (UTC).</summary>
    public DateTime First { get; }

    /// <summary>From one frame to the next.</summary>
    public TimeSpan Interval { get; }

    /// <summary>How many frames have no file.</summary>
    public long Missing => Length - files.Count;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file cannot be read, or has frames of another size than the first.</exception>
    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        for (var i = 0; i < range.Count; i++)
        {
            var index = range.First + ((long)i * range.Step);
            if (!files.TryGetValue(index, out var path))
            {
                frames.Slice(i * Frame.Values, Frame.Values).Fill(float.NaN);
                continue;
            }
            using var file = Hdf5File.Open(path);
            var reader = Reader(file);
            if (reader.Frame != Frame)
                throw new InvalidDataException($"{path} has frames of {reader.Frame}, but {files[0]} has {Frame}. Keep files of one size " +
                    "together.");
            reader.Read(0, new(0, 1), frames.Slice(i * Frame.Values, Frame.Values));
        }
    }

    private Hdf5FrameReader Reader(Hdf5File file)
    {
        if (file.Find(options.Dataset) is not { } dataset)
            throw new InvalidDataException($"{file.Path} has no dataset {options.Dataset}. Set ScanOptions.Dataset to one of " +
                $"{string.Join(", ", file.Datasets.Take(12))}.");
        try
        {
            var axes = FrameAxes.Of(dataset.Place, dataset.Shape, dataset.Dimensions, options.Axes, "HW", "HW", "CHW", "NTCHW");
            return axes.Length('T') == 1 && axes.Length('N') == 1 ? new(dataset, axes, options.Missing)
                : throw new InvalidDataException($"{dataset.Place} has {axes.Length('N') * axes.Length('T')} frames " +
                    $"({string.Join(" x ", dataset.Shape)}); a file of a series has one. Open it with Frames.");
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static DateTime TimeWithin(string path, ScanOptions options)
    {
        using var file = Hdf5File.Open(path);
        var text = string.Concat(options.TimeAttributes.Select(place =>
        {
            var at = place.LastIndexOf('@');
            var attributes = file.TryAttributes(at < 0 ? "/" : place[..at]);
            return attributes?.Text(place[(at + 1)..]) ?? attributes?.Number(place[(at + 1)..])?.ToString("F0",
                CultureInfo.InvariantCulture)
                ?? throw new InvalidDataException($"{path} has no attribute {place}. Set TimeAttributes to GROUP@NAME of those that hold " +
                    "the time.");
        }));
        return Time(text, options.TimeFormat, path);
    }

    private static DateTime Time(string text, string format, string path) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new InvalidDataException($"{path} should be of the time '{text}', which is none of the form {format}. Correct the " +
                "pattern or TimeFormat, or take that file away.");
}

/// <summary>What is read of each file of a <see cref="ScanFiles"/>.</summary>
public sealed record ScanOptions
{
    /// <summary>The dataset in each file, such as <c>image1/image_data</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>A letter for each axis, as for <see cref="Hdf5Dataset.Frames"/>, without T. Left out: HW, CHW, or by the names of the
    /// axes.</summary>
    public string? Axes { get; init; }

    /// <summary>The attributes that make up the time, <c>GROUP@NAME</c> each, such as <c>what@date</c> and <c>what@time</c>. Default none:
    /// the name of the file has it.</summary>
    public IReadOnlyList<string> TimeAttributes { get; init; } = [];

    /// <summary>The form of the time in the attributes, joined. Default <c>yyyyMMddHHmmss</c>.</summary>
    public string TimeFormat { get; init; } = "yyyyMMddHHmmss";

    /// <summary>From one frame to the next. Default null: the shortest time between two files.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>A number, as stored, that stands for a missing value; beside those that attributes give. Default null.</summary>
    public double? Missing { get; init; }
}
