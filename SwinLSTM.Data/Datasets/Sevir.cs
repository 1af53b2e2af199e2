namespace SwinLSTM.Data;

/// <summary>SEVIR (Veillette, Samsi and Mattioli, 2020): storms over the United States, 4 hours each, 49 frames of 384 x 384 km every 5
/// minutes, from the published files as they are: <c>CATALOG.csv</c> and <c>data/vil/2018/SEVIR_VIL_*.h5</c>. Values of vil are x / 255,
/// from 0 to 1, on which published results are measured; those of the satellite are the 16-bit numbers of the files.</summary>
public sealed class Sevir : IDisposable
{
    private readonly Dictionary<string, IReadOnlyList<IFrameSeries>> series = new(StringComparer.Ordinal);
    private readonly OpenFiles files = new();
    private readonly List<(DateTime Time, IFrameSeries Frames)> events = [];
    private readonly SevirOptions options;

    private Sevir(SevirOptions options) => this.options = options;

    /// <summary>The mean and the deviation of vil as SEVIR's authors give them, 33.44 and 47.54 of 255.</summary>
    public static Normalizer Standard { get; } = Normalizer.PerChannel([33.44 / 255], [47.54 / 255]);

    /// <summary>Opens a folder with <c>CATALOG.csv</c> and <c>data</c>: the catalogue and the files that it names; dispose it to close
    /// them. Samples are 13 + 12 frames of vil if no options are given.</summary>
    /// <exception cref="ArgumentException">Options that break a rule.</exception>
    /// <exception cref="InvalidDataException">The catalogue or a file is damaged, or the catalogue names files outside the
    /// folder.</exception>
    /// <exception cref="FileNotFoundException">Files are missing; the message names them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Sevir Open(string folder, SevirOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (options ??= new()).Check();
        var sevir = new Sevir(options);
        return sevir.OrClose(() => sevir.Add(folder));
    }

    /// <summary>How many events there are: those without missing values, named once, whose files are there.</summary>
    public int Events => events.Count;

    /// <summary>Training, validation and test by time.</summary>
    /// <exception cref="InvalidDataException">One of them has no event.</exception>
    public DatasetSplits Splits => field ??= new(Windows(DateTime.MinValue, options.TrainUntil),
        Windows(options.TrainUntil, options.ValidationUntil), Windows(options.ValidationUntil, DateTime.MaxValue));

    /// <summary>Cuts samples out of the events after one time and up to another (UTC).</summary>
    /// <exception cref="InvalidDataException">There is no such event.</exception>
    public ISequenceDataset Windows(DateTime after, DateTime until)
    {
        var chosen = events.Where(e => e.Time > after && e.Time <= until).Select(e => e.Frames).ToList();
        return chosen.Count > 0 ? Pooled(new(chosen, options.Windows)) : throw new InvalidDataException(
            $"No event of {options.ImageType} lies after {after:yyyy-MM-dd HH:mm} and up to {until:yyyy-MM-dd HH:mm}; {events.Count} lie " +
            $"from {events.Min(e => e.Time):yyyy-MM-dd HH:mm} to {events.Max(e => e.Time):yyyy-MM-dd HH:mm}. Set TrainUntil and " +
            "ValidationUntil, or use Windows with times of your own.");
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => files.Dispose();

    private Sevir Add(string folder)
    {
        var (catalog, data) = (Path.Combine(folder, "CATALOG.csv"), Path.Combine(folder, "data"));
        var listed = SevirCatalog.Read(catalog, options.ImageType).Select(e =>
            (Event: e, Path: SevirCatalog.Below(data, e.File, catalog))).ToList();
        var absent = listed.Select(e => e.Path).Distinct().Where(path => !File.Exists(path)).ToHashSet(StringComparer.Ordinal);
        if (absent.Count > 0 && (!options.IgnoreMissingFiles || listed.All(e => absent.Contains(e.Path))))
            throw new FileNotFoundException($"{catalog} names {absent.Count} files that are not there: " +
                $"{string.Join(", ", absent.Order(StringComparer.Ordinal).Take(10))}{(absent.Count > 10 ? ", ..." : "")}. Fetch them, or " +
                "set IgnoreMissingFiles to leave their events out.");
        foreach (var (one, path) in listed.Where(e => !absent.Contains(e.Path)))
        {
            var all = EventsOf(path);
            events.Add(one.Index < all.Count ? (one.Time, all[one.Index]) : throw new InvalidDataException(
                $"{catalog} has event {one.Id} at place {one.Index} of {path}, which holds {all.Count} events. Fetch both again."));
        }
        return this;
    }

    private IReadOnlyList<IFrameSeries> EventsOf(string path)
    {
        if (series.TryGetValue(path, out var known))
            return known;
        var file = files.Keep(Hdf5File.Open(path));
        var dataset = file.Find(options.ImageType) ?? throw new InvalidDataException($"{path} has no dataset {options.ImageType}; it has " +
            $"{string.Join(", ", file.Datasets.Take(12))}. Fetch it again.");
        // Rows and columns are alike, so that times that lie before them would be taken for rows.
        if (dataset.Shape is not [_, var rows, var columns, var times] || (rows != columns && columns == times))
            throw new InvalidDataException($"{path}: {options.ImageType} has {string.Join(" x ", dataset.Shape)} values; SEVIR has " +
                "events x rows x columns x times. Rearrange it.");
        if (rows % options.Pool != 0 || columns % options.Pool != 0)
            throw new ArgumentException($"{path} has frames of {rows} x {columns}; {options.Pool} x {options.Pool} pixels cannot become " +
                "one. Set Pool.");
        return series[path] = dataset.Frames("NHWT", options.MissingValue);
    }

    private ISequenceDataset Pooled(FrameWindows samples) =>
        samples.Resize(samples.Shape.Height / options.Pool, samples.Shape.Width / options.Pool);
}

/// <summary>How SEVIR is read; the defaults are those of Earthformer (Gao et al., 2022): 13 frames of 5 minutes in, 12 out.</summary>
public sealed record SevirOptions
{
    /// <summary>SEVIR-LR as PreDiff uses it (Gao et al., 2023), made from the full files: 3 x 3 pixels become their mean, every second
    /// frame is taken (10 minutes), 7 frames in and 6 out. The published SEVIR-LR files took the largest pixel instead:
    /// <see cref="LowResolutionFiles"/>.</summary>
    public static SevirOptions LowResolution { get; } = new()
    {
        Pool = 3,
        Windows = new() { InputFrames = 7, TargetFrames = 6, Stride = 12, Step = 2 }
    };

    /// <summary>Such samples from the published SEVIR-LR files, which hold 25 frames of 128 x 128.</summary>
    public static SevirOptions LowResolutionFiles { get; } = new() { Windows = new() { InputFrames = 7, TargetFrames = 6, Stride = 6 } };

    /// <summary>What the frames show: vil (radar: vertically integrated liquid), vis, ir069 or ir107 (satellite). Default vil.</summary>
    public string ImageType { get; init; } = "vil";

    /// <summary>How samples are cut out of the 49 frames of an event. Default 13 + 12 frames, the next one 12 later: 3 samples per
    /// event.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 13, TargetFrames = 12, Stride = 12 };

    /// <summary>So many by so many pixels become one, their mean; missing ones do not count. Default 1: as they are.</summary>
    public int Pool { get; init; } = 1;

    /// <summary>A stored number that stands for a missing value: 255 in vil. Default none, as published: events with missing values are
    /// left out anyway (their pct_missing is not 0).</summary>
    public double? MissingValue { get; init; }

    /// <summary>Events up to this time (UTC) are for training. Default the beginning of 2019.</summary>
    public DateTime TrainUntil { get; init; } = new(2019, 1, 1);

    /// <summary>Later events up to this time (UTC) are for validation, and those after it for test. Default the beginning of June
    /// 2019.</summary>
    public DateTime ValidationUntil { get; init; } = new(2019, 6, 1);

    /// <summary>Whether events of files that are not there are left out. Default false: they are named and refused.</summary>
    public bool IgnoreMissingFiles { get; init; }

    internal void Check() => SequenceRules.CheckAll(nameof(SevirOptions),
    [
        (ImageType == "lght", "ImageType is lght: flashes of lightning come as a list of points, not as frames. Use vis, ir069, ir107 or " +
            "vil."),
        (ImageType is not ("vil" or "vis" or "ir069" or "ir107" or "lght"), $"ImageType is {ImageType}; SEVIR has vil, vis, ir069 and " +
            "ir107."),
        (Pool < 1, $"Pool is {Pool}; 1 leaves the pixels as they are."),
        (TrainUntil >= ValidationUntil, $"TrainUntil is {TrainUntil:u} and ValidationUntil {ValidationUntil:u}; validation comes after " +
            "training."),
    ]);
}
