using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>The kinds of sources, a line each; a source is of the first kind that knows it, by its content or its name. Every verb reads
/// through this door.</summary>
internal static class SourceKinds
{
    /// <summary>The word that asks for drawn digits, where there is no file of real ones.</summary>
    private const string DrawnDigitsWord = "digits";

    private const int DrawnDigitsCount = 10_000;

    // What a kind is called, the options that say how to read it, which sources are of it, and how one is opened.
    private static readonly (string What, string Reads, Func<string, byte[], bool> Knows, Func<string, DataConfig, OpenedSource> Open)[]
        kinds =
    [
        ($"the word '{DrawnDigitsWord}'", "", (path, _) => path == DrawnDigitsWord, (_, data) =>
            MovingDigits(DrawnDigits.Make(DrawnDigitsCount, seed: 0), data)),
        ("a folder of prepared frames", "", (path, _) => File.Exists(Path.Combine(path, "about.json")), Prepared),
        ("a folder of images or, with --scans, of scans", "--scans --key --layout --grey", (path, _) => Directory.Exists(path), Folder),
        (".npy", "--layout", (_, start) => start.AsSpan().StartsWith((byte[])[0x93, .. "NUMPY"u8]), Npy),
        (".npz", "--key --layout", (_, start) => start.AsSpan().StartsWith("PK"u8), Npz),
        ("IDX digits, plain or gzip", "", (path, start) =>
            start.AsSpan().StartsWith((byte[])[0, 0, 8, 3])
                || (start.AsSpan().StartsWith((byte[])[0x1F, 0x8B]) && !path.EndsWith(".npy.gz", StringComparison.OrdinalIgnoreCase)),
            (path, data) => MovingDigits(IdxFile.Read(path), data)),
        ("HDF5 or NetCDF-4", "--key --layout", (_, start) => start.AsSpan().StartsWith((byte[])[0x89, .. "HDF"u8]), Hdf5),
        ($"a published set, as {PublishedSets.Words}", "", (path, _) => PublishedSets.Knows(path), PublishedSets.Open),
        ("a video", "--grey --fps --keep-damaged", (_, _) => true, Video),
    ];

    /// <summary>All kinds in words.</summary>
    public static string Words => string.Join(", ", kinds.Select(kind => kind.What));

    /// <summary>Opens a source.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or nothing that is known.</exception>
    public static OpenedSource Open(string path, DataConfig data)
    {
        if (path != DrawnDigitsWord && !PublishedSets.Knows(path) && !Path.Exists(path))
            throw new FileNotFoundException($"There is no source '{path}'. A source is {Words}.", path);
        var start = new byte[8];
        if (File.Exists(path))
            using (var file = File.OpenRead(path))
                file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var known = kinds.First(kind => kind.Knows(path, start));
        return known.Open(path, data) with { Reads = known.Reads };
    }

    /// <summary>Refuses options that say how to read what no source is.</summary>
    public static void CheckOptions(IReadOnlyList<OpenedSource> sources, DataConfig data)
    {
        (string Option, bool Given)[] options =
        [
            ("--key", data.Key is not null), ("--layout", data.Layout is not null), ("--scans", data.Scans is not null),
            ("--grey", data.Grey), ("--fps", data.Fps is not null), ("--keep-damaged", data.KeepDamaged),
        ];
        foreach (var (option, _) in options.Where(one => one.Given && !sources.Any(source => source.Reads.Contains(one.Option))))
            throw new ArgumentException($"{option} is for {string.Join(" or ", kinds.Where(kind => kind.Reads.Contains(option))
                .Select(kind => kind.What))}; {string.Join(", ", data.Sources)} is none. Leave it out.");
    }

    /// <summary>Training, validation and test have images of their own, in the order of the file: no digit of a test was ever seen.
    /// Training has other sequences in each pass.</summary>
    private static OpenedSource MovingDigits(DigitImages images, DataConfig data)
    {
        int test = Part(data.Test), validation = Part(data.Validation), train = Math.Max(1, images.Count - test - validation);
        return new(Bytes: true)
        {
            Samples = Of(0, images.Count, 1),
            Splits = new(
                Of(0, train, 1 - data.Validation - data.Test, isNew: true),
                Of(Math.Min(train, images.Count - 1), validation, data.Validation),
                Of(images.Count - test, test, data.Test)),
        };

        int Part(double share) => Math.Clamp((int)(share * images.Count), 1, images.Count);

        MovingDigits Of(int first, int count, double share, bool isNew = false) =>
            new(images.Slice(first, Math.Min(count, images.Count - first)), new()
            {
                Digits = data.Digits,
                DigitSize = data.DigitSize,
                Count = Math.Max(1, (long)(share * data.Count)),
                InputFrames = data.Inputs,
                TargetFrames = data.Horizon,
                // Sequences of the parts differ in more than their images.
                Seed = data.Seed + ((ulong)first << 32),
                Height = DataSource.Size(data.Size)?.Height ?? 64,
                Width = DataSource.Size(data.Size)?.Width ?? 64,
                NewEachEpoch = isNew,
            });
    }

    private static OpenedSource Prepared(string path, DataConfig data)
    {
        var prepared = PreparedFrames.Open(path);
        return new(prepared.Storage == FrameStorage.Bytes, prepared) { Series = prepared.Series };
    }

    private static OpenedSource Npy(string path, DataConfig data) =>
        OpenedSource.Within(NpyFile.Open(path), array => Of(array, data, array));

    private static OpenedSource Npz(string path, DataConfig data) => OpenedSource.Within(NpzFile.Open(path), file =>
    {
        var names = string.Join(", ", file.Names);
        var key = data.Key ?? (file.Names is [var only] ? only
            : throw new ArgumentException($"{path} has {file.Names.Count} arrays: {names}. Say which with --key NAME."));
        if (!file.Names.Contains(key)) throw new ArgumentException($"{path} has no array '{key}'; it has {names}.");
        return Of(file[key], data, file);
    });

    private static OpenedSource Of(NdArray array, DataConfig data, IDisposable owner)
    {
        var layout = data.Layout ?? array.Shape.Length switch
        {
            3 => "THW",
            4 => "TCHW",
            5 => "NTCHW",
            var axes => throw new ArgumentException($"{array.Name} has {axes} axes; it is not known which is which. Say so with --layout, "
                + "such as --layout NTHW: N samples, T time, C channels, H rows, W columns."),
        };
        if (!layout.Contains('N')) return new(array.HoldsBytes, owner) { Series = [array.Series(layout)] };
        var frames = array.Shape[layout.IndexOf('T', StringComparison.Ordinal) is >= 0 and var time ? time : 0];
        // All frames of each clip are kept, whatever they will be used for.
        return new(array.HoldsBytes, owner) { Samples = array.Clips(layout, (int)Math.Clamp(frames - data.Horizon, 1, int.MaxValue)) };
    }

    private static OpenedSource Hdf5(string path, DataConfig data) => OpenedSource.Within(Hdf5File.Open(path), file =>
    {
        // Beside what was measured lie times and coordinates, which have one axis.
        var large = file.Datasets.Where(name => file.Dataset(name).Shape.Count >= 3).ToList();
        var dataset = file.Dataset(data.Key ?? (large is [var only] ? only : throw new ArgumentException(large is []
            ? $"{path} has no dataset of three axes or more, as frames in time are: {string.Join(", ", file.Datasets)}. Give another file."
            : $"{path} has {large.Count} datasets of three axes or more: {string.Join(", ", large)}. Say which with --key NAME.")));
        return new(dataset.IsPicture, file) { Series = dataset.Frames(data.Layout) };
    });

    private static OpenedSource Folder(string path, DataConfig data)
    {
        if (data.Scans is not { } pattern)
        {
            var images = ImageFolder.Open(path, Pictures(data)).Series;
            return new(images.All(series => series.HoldsBytes)) { Series = images }; // 16 bits would lose half of them
        }

        var key = data.Key ?? throw new ArgumentException("--scans reads a dataset of each file; say which with --key NAME.");
        return new(Bytes: false) { Series = [ScanFiles.Open(path, pattern, new() { Dataset = key, Axes = data.Layout })] };
    }

    private static OpenedSource Video(string path, DataConfig data)
    {
        try
        {
            var video = VideoFile.Open(path, Pictures(data));
            return new(Bytes: true, video) { Series = [video] };
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{e.Message}\nIf it is no video: a source is {Words}.", e);
        }
    }

    // Pictures are resized while they are decoded, unless something is cut out of them first.
    private static VideoOptions Pictures(DataConfig data)
    {
        var size = data.Crop is null ? DataSource.Size(data.Size) : null;
        return new()
        {
            Color = data.Grey ? PixelColor.Grey : PixelColor.Rgb,
            Height = size?.Height,
            Width = size?.Width,
            FramesPerSecond = data.Fps,
            KeepDamaged = data.KeepDamaged,
        };
    }
}
