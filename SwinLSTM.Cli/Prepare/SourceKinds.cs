using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>The kinds of sources that can be prepared, a line each; a source is of the first kind that knows it, by its content or its
/// ending.</summary>
internal static class SourceKinds
{
    /// <summary>The word that asks for drawn digits, where there is no file of real ones.</summary>
    public const string DrawnDigitsWord = "digits";

    private const int DrawnDigitsCount = 10_000;

    private static readonly (string What, Func<string, byte[], bool> Knows, Func<string, PrepareSettings, OpenedSource> Open)[] kinds =
    [
        ($"the word '{DrawnDigitsWord}'", (path, _) => path == DrawnDigitsWord, (_, settings) =>
            MovingDigits(DrawnDigits.Make(DrawnDigitsCount, seed: 0), settings)),
        ("a folder of prepared frames", (path, _) => File.Exists(Path.Combine(path, "about.json")), Prepared),
        ("a folder of images", (path, _) => Directory.Exists(path), Images),
        (".npy", (_, start) => start.AsSpan().StartsWith((byte[])[0x93, .. "NUMPY"u8]), Npy),
        (".npz", (_, start) => start.AsSpan().StartsWith("PK"u8), Npz),
        ("IDX digits, plain or gzip", (path, start) =>
            start.AsSpan().StartsWith((byte[])[0, 0, 8, 3])
                || (start.AsSpan().StartsWith((byte[])[0x1F, 0x8B]) && !path.EndsWith(".npy.gz", StringComparison.OrdinalIgnoreCase)),
            (path, settings) => MovingDigits(IdxFile.Read(path), settings)),
        ("HDF5 or NetCDF-4", (_, start) => start.AsSpan().StartsWith((byte[])[0x89, .. "HDF"u8]), Hdf5),
        ("a video", (_, _) => true, Video),
    ];

    /// <summary>All kinds in words.</summary>
    public static string Words => string.Join(", ", kinds.Select(kind => kind.What));

    /// <summary>Opens a source.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or nothing that can be prepared.</exception>
    public static OpenedSource Open(string path, PrepareSettings settings)
    {
        if (path != DrawnDigitsWord && !Path.Exists(path))
            throw new FileNotFoundException($"There is no source '{path}'. A source is {Words}.", path);
        var start = new byte[8];
        if (File.Exists(path))
            using (var file = File.OpenRead(path))
                file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return kinds.First(kind => kind.Knows(path, start)).Open(path, settings);
    }

    private static OpenedSource MovingDigits(DigitImages images, PrepareSettings settings) => OpenedSource.Of(new MovingDigits(images, new()
    {
        Count = settings.Count,
        InputFrames = settings.Inputs,
        TargetFrames = settings.Targets,
        Seed = settings.Seed,
        Height = settings.Size?.Height ?? 64,
        Width = settings.Size?.Width ?? 64,
        NewEachEpoch = false,
    }), bytes: true);

    private static OpenedSource Prepared(string path, PrepareSettings settings)
    {
        var prepared = PreparedFrames.Open(path);
        return OpenedSource.Of(prepared.Series, prepared.Storage == FrameStorage.Bytes, prepared);
    }

    private static OpenedSource Npy(string path, PrepareSettings settings)
    {
        var array = NpyFile.Open(path);
        return Owned(array, () => Of(array, settings, array));
    }

    private static OpenedSource Npz(string path, PrepareSettings settings)
    {
        var file = NpzFile.Open(path);
        return Owned(file, () =>
        {
            var key = settings.Key ?? (file.Names is [var only] ? only : throw new ArgumentException($"{path} has {file.Names.Count} " +
                $"arrays: {string.Join(", ", file.Names)}. Say which with --key NAME."));
            return Of(file.Names.Contains(key) ? file[key] : throw new ArgumentException($"{path} has no array '{key}'; it has " +
                $"{string.Join(", ", file.Names)}."), settings, file);
        });
    }

    private static OpenedSource Of(NdArray array, PrepareSettings settings, IDisposable owner)
    {
        var layout = Layout(array.Name, array.Shape.Length, settings);
        if (!layout.Contains('N'))
            return OpenedSource.Of([array.Series(layout)], array.HoldsBytes, owner);
        var frames = array.Shape[layout.IndexOf('T', StringComparison.Ordinal) is >= 0 and var time ? time : 0];
        // All frames of each clip are kept, whatever they will be used for.
        return OpenedSource.Of(array.Clips(layout, (int)Math.Clamp(frames - settings.Targets, 1, int.MaxValue)), array.HoldsBytes, owner);
    }

    private static OpenedSource Hdf5(string path, PrepareSettings settings)
    {
        var file = Hdf5File.Open(path);
        return Owned(file, () =>
        {
            // Beside what was measured lie times and coordinates, which have one axis.
            var key = settings.Key ?? Only(file.Datasets.Where(name => file.Dataset(name).Shape.Count >= 3).ToList());
            var dataset = file.Dataset(key);
            return OpenedSource.Of(dataset.Frames(settings.Layout), dataset.IsPicture, file);
        });

        string Only(List<string> names) => names is [var only] ? only
            : throw new ArgumentException($"{path} has {names.Count} datasets of three axes or more: {string.Join(", ", names)}. Say " +
                "which with --key NAME.");
    }

    private static string Layout(string name, int axes, PrepareSettings settings) => settings.Layout ?? axes switch
    {
        3 => "THW",
        4 => "TCHW",
        5 => "NTCHW",
        _ => throw new ArgumentException($"{name} has {axes} axes; it is not known which is which. Say so with --layout, such as " +
            "--layout NTHW: N samples, T time, C channels, H rows, W columns."),
    };

    private static OpenedSource Images(string path, PrepareSettings settings)
    {
        var options = new PictureOptions { Color = settings.Grey ? PixelColor.Grey : PixelColor.Rgb, Height = settings.Size?.Height, Width = settings.Size?.Width };
        var folder = ImageFolder.Open(path, options);
        return OpenedSource.Of(folder.Series, bytes: true, owner: null);
    }

    private static OpenedSource Video(string path, PrepareSettings settings)
    {
        var video = VideoFile.Open(path, new()
        {
            Color = settings.Grey ? PixelColor.Grey : PixelColor.Rgb,
            Height = settings.Size?.Height,
            Width = settings.Size?.Width,
            FramesPerSecond = settings.FramesPerSecond,
        });
        return OpenedSource.Of([video], bytes: true, video);
    }

    private static OpenedSource Owned(IDisposable owner, Func<OpenedSource> open)
    {
        try
        {
            return open();
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }
}
