namespace SwinLSTM.Data;

/// <summary>
/// SEVIR (Veillette, Samsi and Mattioli, 2020): storms over the United States, 4 hours each, 49 frames of 384 x 384 km every 5 minutes, from
/// the published files as they are: <c>CATALOG.csv</c> and <c>data/vil/2018/SEVIR_VIL_*.h5</c>. Values are those of the files: bytes for vil,
/// 16-bit numbers for the satellite.
/// </summary>
public sealed class Sevir : IDisposable
{
    private readonly Dictionary<string, (Hdf5File File, IReadOnlyList<IFrameSeries> Events)> files = new(StringComparer.Ordinal);
    private readonly List<(DateTime Time, IFrameSeries Frames)> events = [];
    private readonly SevirOptions options;
    private readonly Lazy<DatasetSplits> splits;

    private Sevir(string folder, SevirOptions options)
    {
        this.options = options;
        splits = new(() => new(
            Windows(DateTime.MinValue, options.TrainUntil), Windows(options.TrainUntil, options.ValidationUntil), Windows(options.ValidationUntil, DateTime.MaxValue)));
        try
        {
            Add(folder);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>VIL from 0..255 to 0..1: x / 255, what Earthformer calls 01.</summary>
    public static Normalizer UnitRange => Normalizer.None;

    /// <summary>VIL with the mean and the deviation of SEVIR's authors: (x - 33.44) / 47.54.</summary>
    public static Normalizer Standard { get; } = Normalizer.PerChannel([33.44 / 255], [47.54 / 255]);

    /// <summary>Opens the catalogue and the files that it names.</summary>
    /// <param name="folder">The folder with <c>CATALOG.csv</c> and <c>data</c>.</param>
    /// <param name="options">What is read and how it is cut; 13 + 12 frames of vil if left out.</param>
    /// <returns>The events; dispose it to close the files.</returns>
    /// <exception cref="ArgumentException">Options that break a rule.</exception>
    /// <exception cref="InvalidDataException">The catalogue or a file is damaged, or the catalogue names files outside the folder.</exception>
    /// <exception cref="FileNotFoundException">Files are missing; the message names them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidOperationException">There is no libhdf5 on this machine.</exception>
    public static Sevir Open(string folder, SevirOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        if (options.ImageType == "lght")
            throw new ArgumentException("ImageType is lght: flashes of lightning come as a list of points, not as frames. Use vis, ir069, ir107 or vil.", nameof(options));
        if (options.ImageType is not ("vil" or "vis" or "ir069" or "ir107"))
            throw new ArgumentException($"ImageType is {options.ImageType}; SEVIR has vil, vis, ir069 and ir107.", nameof(options));
        if (options.Pool < 1)
            throw new ArgumentException($"Pool is {options.Pool}; 1 leaves the pixels as they are.", nameof(options));
        if (options.TrainUntil >= options.ValidationUntil)
            throw new ArgumentException($"TrainUntil is {options.TrainUntil:u} and ValidationUntil {options.ValidationUntil:u}; validation comes after training.", nameof(options));
        return new(folder, options);
    }

    /// <summary>How many events there are: those without missing values, named once, whose files are there.</summary>
    public int Events => events.Count;

    /// <summary>How many events were left out because their files are not there; more than 0 only where the options ignore that.</summary>
    public int WithoutFile { get; private set; }

    /// <summary>Training, validation and test by time.</summary>
    /// <exception cref="InvalidDataException">One of them has no event.</exception>
    public DatasetSplits Splits => splits.Value;

    /// <summary>The samples of the events of a time of one's own.</summary>
    /// <param name="after">Events after this time (UTC),</param>
    /// <param name="until">up to this one.</param>
    /// <exception cref="InvalidDataException">There is no such event.</exception>
    public FrameWindows Windows(DateTime after, DateTime until)
    {
        var chosen = events.Where(e => e.Time > after && e.Time <= until).Select(e => e.Frames).ToList();
        if (chosen.Count == 0)
            throw new InvalidDataException($"No event of {options.ImageType} lies after {after:yyyy-MM-dd HH:mm} and up to {until:yyyy-MM-dd HH:mm}; {events.Count} lie from " +
                $"{events.Min(e => e.Time):yyyy-MM-dd HH:mm} to {events.Max(e => e.Time):yyyy-MM-dd HH:mm}. Set TrainUntil and ValidationUntil, or use Windows with times of your own.");
        return new(chosen, options.Windows);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var (file, _) in files.Values)
            file.Dispose();
    }

    private void Add(string folder)
    {
        var (catalog, data) = (Path.Combine(folder, "CATALOG.csv"), Path.Combine(folder, "data"));
        var listed = SevirCatalog.Read(catalog, options.ImageType).Select(e => (Event: e, Path: SevirCatalog.Below(data, e.File, catalog))).ToList();
        var absent = listed.Select(e => e.Path).Distinct().Where(path => !File.Exists(path)).ToHashSet(StringComparer.Ordinal);
        if (absent.Count > 0 && (!options.IgnoreMissingFiles || listed.All(e => absent.Contains(e.Path))))
            throw new FileNotFoundException($"{catalog} names {absent.Count} files that are not there: {string.Join(", ", absent.Order(StringComparer.Ordinal).Take(10))}" +
                $"{(absent.Count > 10 ? ", ..." : "")}. Fetch them, or set IgnoreMissingFiles to leave their events out.");
        foreach (var (listedEvent, path) in listed)
        {
            if (absent.Contains(path))
            {
                WithoutFile++;
                continue;
            }
            var all = EventsOf(path);
            if (listedEvent.Index >= all.Count)
                throw new InvalidDataException($"{catalog} has event {listedEvent.Id} at place {listedEvent.Index} of {path}, which holds {all.Count} events. Fetch both again.");
            events.Add((listedEvent.Time, all[listedEvent.Index]));
        }
    }

    private IReadOnlyList<IFrameSeries> EventsOf(string path)
    {
        if (files.TryGetValue(path, out var known))
            return known.Events;
        var file = Hdf5File.Open(path);
        files.Add(path, (file, []));
        if (!file.Contains(options.ImageType))
            throw new InvalidDataException($"{path} has no dataset {options.ImageType}; it has {string.Join(", ", file.Datasets.Take(12))}. Fetch it again.");
        var dataset = file.Dataset(options.ImageType);
        if (dataset.Shape.Count != 4)
            throw new InvalidDataException($"{path}: {options.ImageType} has {string.Join(" x ", dataset.Shape)} values; SEVIR has events x rows x columns x times.");
        var series = dataset.Frames("NHWT", missing: options.MissingValue);
        if (options.Pool > 1)
            series = [.. series.Select(frames => new PooledSeries(frames, options.Pool, options.Pooling))];
        files[path] = (file, series);
        return series;
    }
}
