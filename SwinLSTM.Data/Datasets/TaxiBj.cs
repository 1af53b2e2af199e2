using System.Globalization;

namespace SwinLSTM.Data;

/// <summary>TaxiBJ (Zhang, Zheng and Qi, 2017): inflow and outflow of taxis on a grid of 32 x 32 over Beijing every half hour, 4 frames in
/// and 4 out. Either the <c>dataset.npz</c> that OpenSTL publishes (X_train, Y_train, X_test and Y_test, each (N, 4, 2, 32, 32) in -1 to
/// 1), or the files as first published, <c>BJ13_M32x32_T30_InOut.h5</c> and so on (numbers of taxis). Values are those of the
/// files.</summary>
/// <remarks>OpenSTL validates on the test part; here validation is the end of the training part. That samples of the <c>.npz</c> are in the
/// order of time is taken from how it is described, which does not say so outright.</remarks>
public static class TaxiBj
{
    private static readonly TimeSpan halfHour = TimeSpan.FromMinutes(30);

    /// <summary>(x + 1) / 2 for the <c>.npz</c>: what published results are measured on. For numbers of taxis, fit one:
    /// <see cref="NormalizerFitting"/>.</summary>
    public static Normalizer Normalizer { get; } = Normalizer.UnitRange(-1, 1);

    /// <summary>Opens the <c>.npz</c>, one <c>.h5</c>, or the folder with <c>BJ*.h5</c>; dispose it to close the files.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, lacks an array, or has arrays of other shapes.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ArgumentException">Options that leave nothing for one of the parts.</exception>
    public static DatasetSplits Open(string path, TaxiBjOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenFiles.Of(files => path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)
            ? Samples(files.Keep(NpzFile.Open(path)), path, options ?? new()) : Slots(files, path, options ?? new()));
    }

    private static DatasetSplits Samples(NpzFile file, string path, TaxiBjOptions options)
    {
        var (all, test) = (Pairs(file, path, "X_train", "Y_train"), Pairs(file, path, "X_test", "Y_test"));
        if (all.Shape != test.Shape)
            throw new InvalidDataException($"{path} has {all.Shape} for training, but {test.Shape} for test. Both must be alike.");
        var validation = options.ValidationSamples ?? Math.Clamp(test.Count, 1, Math.Max(1, all.Count / 4));
        var gap = options.Gap ?? all.Shape.Frames - 1;
        var train = all.Count - validation - gap;
        if (validation < 1 || gap < 0 || train < 1)
            throw new ArgumentException($"{path} has {all.Count} samples for training and validation; {validation} for validation and " +
                $"{gap} between the two leave {Math.Max(0, train)} for training. Both parts need at least one, and Gap is 0 or " +
                "more.", nameof(options));
        return new(all.Subset(0, train), all.Subset(train + gap, validation), test);
    }

    private static FrameWindows Pairs(NpzFile file, string path, string inputs, string targets)
    {
        var missing = new[] { inputs, targets }.Where(name => !file.Names.Contains(name)).ToList();
        if (missing.Count > 0)
            throw new InvalidDataException($"{path} has no {string.Join(" and no ", missing)}; it has " +
                $"{(file.Names.Count == 0 ? "no arrays" : string.Join(", ", file.Names))}. TaxiBJ has X_train, Y_train, X_test and " +
                "Y_test.");
        try
        {
            return file[inputs].Clips(file[targets], "NTCHW");
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{path} is not laid out as TaxiBJ, (samples, frames, channels, rows, columns): " +
                $"{wrong.Message}", wrong);
        }
    }

    private static DatasetSplits Slots(OpenFiles files, string path, TaxiBjOptions options)
    {
        if (options.TestDays < 1 || options.ValidationDays < 1)
            throw new ArgumentException($"TestDays is {options.TestDays} and ValidationDays {options.ValidationDays}; each part needs at " +
                "least one day.", nameof(options));
        string[] paths = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "BJ*.h5").Order(StringComparer.Ordinal)] : [path];
        if (paths.Length == 0)
            throw new FileNotFoundException($"{path} has no files BJ*.h5, such as BJ13_M32x32_T30_InOut.h5.");
        var parts = paths.Select(one => Frames(files.Keep(Hdf5File.Open(one)), one)).OrderBy(part => part.Times[0]).ToList();
        if (parts.Zip(parts.Skip(1)).FirstOrDefault(pair =>
            pair.First.Times[^1] >= pair.Second.Times[0]) is { First.Frames: { } early, Second.Frames: { } late })
            throw new InvalidDataException($"{early.Name} and {late.Name} overlap in time. Keep one of them.");
        var end = parts[^1].Times[^1] + halfHour;
        var (test, validation) = (end.AddDays(-options.TestDays), end.AddDays(-options.TestDays - options.ValidationDays));
        return new(Windows(DateTime.MinValue, validation, "training"), Windows(validation, test, "validation"), Windows(test, end, "test"));

        FrameWindows Windows(DateTime from, DateTime until, string part)
        {
            var runs = parts.SelectMany(one => Runs(one.Frames, one.Times, from, until)).ToList();
            return runs.Count > 0 ? new(runs, options.Windows)
                : throw new ArgumentException($"{path} has frames from {parts[0].Times[0]:yyyy-MM-dd} to {end:yyyy-MM-dd}, which leaves " +
                    $"none for {part}: the last {options.TestDays} days are for test, {options.ValidationDays} before for validation. " +
                    "Set TestDays and ValidationDays.", nameof(options));
        }
    }

    /// <summary>The frames of a time, in stretches without a gap.</summary>
    private static IEnumerable<IFrameSeries> Runs(IFrameSeries frames, DateTime[] times, DateTime from, DateTime until)
    {
        var first = times.Count(time => time < from);
        var part = times[first..].TakeWhile(time => time < until).ToArray();
        return Places.Stretches(part.Length, i => part[i] - part[i - 1] == halfHour)
            .Select(run => frames.Slice(first + run.First, run.Length));
    }

    private static (IFrameSeries Frames, DateTime[] Times) Frames(Hdf5File file, string path)
    {
        if (file.Find("data") is not { Shape: [var frames, 2, _, _] } data || file.Find("date") is not { Shape: [var dates] } date
            || dates != frames || frames == 0)
            throw new InvalidDataException($"{path} is not laid out as TaxiBJ: datasets data (frames, 2, rows, columns) and date " +
                "(frames). Fetch it again.");
        var times = Array.ConvertAll(date.ReadTexts(), text => Time(text, path));
        if (times.Zip(times.Skip(1)).FirstOrDefault(pair => pair.Second <= pair.First) is { First.Ticks: > 0 } wrong)
            throw new InvalidDataException($"{path} has {wrong.Second:yyyy-MM-dd HH:mm} after {wrong.First:yyyy-MM-dd HH:mm}; frames " +
                "must be in the order of time, each once. Fetch it again.");
        return (data.Frames("TCHW")[0], times);
    }

    /// <summary>2013070101 is the first half hour of 1 July 2013, 2013070148 its last.</summary>
    private static DateTime Time(string text, string path) =>
        text.Length == 10 && DateTime.TryParseExact(text[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day) &&
        int.TryParse(text[8..], NumberStyles.None, CultureInfo.InvariantCulture, out var slot) && slot is >= 1 and <= 48
            ? day + (halfHour * (slot - 1))
            : throw new InvalidDataException($"{path} has the date '{text}'; TaxiBJ has a day and a half hour from 01 to 48, such as " +
                "2013070101. Fetch it again.");
}

/// <summary>How TaxiBJ's parts are cut.</summary>
public sealed record TaxiBjOptions
{
    /// <summary>Of the <c>.npz</c>: how many samples, the last ones of the training part, are for validation. Left out: as many as the test
    /// part has, but at most a quarter.</summary>
    public int? ValidationSamples { get; init; }

    /// <summary>Of the <c>.npz</c>: samples left out between training and validation. Left out: one less than a sample has frames, so that
    /// no frame is in both where each sample begins one frame after the one before it, as in the published file.</summary>
    public int? Gap { get; init; }

    /// <summary>Of the <c>.h5</c> files: how samples are cut. Default 4 + 4 frames. None reaches over a gap in time or from one part into
    /// another.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 4, TargetFrames = 4 };

    /// <summary>Of the <c>.h5</c> files: how many days, the last ones, are for test. Default 28, as published.</summary>
    public int TestDays { get; init; } = 28;

    /// <summary>Of the <c>.h5</c> files: how many days before those are for validation. Default 28.</summary>
    public int ValidationDays { get; init; } = 28;
}
