namespace SwinLSTM.Data;

/// <summary>Where one frame of a channel lies: in which frames of a file, at which of them.</summary>
internal readonly record struct WeatherPlace(IFrameSeries Frames, int Time);

/// <summary>One channel: a variable at a level, through all its files.</summary>
internal sealed record WeatherField(string Name, SortedDictionary<DateTime, WeatherPlace> Places)
{
    public FrameShape Plane => Places.Values.First().Frames.Frame;
}

/// <summary>Opens the files of all variables and sorts what they hold into channels.</summary>
internal sealed class WeatherFiles : IDisposable
{
    private static readonly Dictionary<string, string> folders = new(StringComparer.Ordinal)
    {
        ["z"] = "geopotential",
        ["t"] = "temperature",
        ["r"] = "relative_humidity",
        ["q"] = "specific_humidity",
        ["u"] = "u_component_of_wind",
        ["v"] = "v_component_of_wind",
        ["vo"] = "vorticity",
        ["pv"] = "potential_vorticity",
        ["t2m"] = "2m_temperature",
        ["u10"] = "10m_u_component_of_wind",
        ["v10"] = "10m_v_component_of_wind",
        ["tcc"] = "total_cloud_cover",
        ["tp"] = "total_precipitation",
        ["tisr"] = "toa_incident_solar_radiation",
    };

    private readonly Dictionary<string, Hdf5File> opened = new(StringComparer.Ordinal);

    public List<WeatherField> Fields { get; } = [];
    public double[] Latitudes { get; private set; } = [];
    public double[] Longitudes { get; private set; } = [];

    public void Add(string root, string variable, IReadOnlyList<int> levels)
    {
        var channels = new SortedDictionary<int, WeatherField>(); // by level; -1 where there is none
        foreach (var (path, level) in Paths(root, variable, levels))
        {
            if (!opened.TryGetValue(path, out var file))
                opened.Add(path, file = Hdf5File.Open(path));
            if (file.Find(variable) is not { } values)
                continue; // one of other variables, in a folder of all
            foreach (var (own, frames) in Levels(values))
            {
                var key = level ?? own ?? -1;
                if (own is not null && levels.Count > 0 && !levels.Contains(key))
                    continue;
                if (!channels.TryGetValue(key, out var field))
                    channels.Add(key, field = new(key < 0 ? variable : $"{variable}{key}", []));
                foreach (var (i, time) in Times(values).Index())
                    if (!field.Places.TryAdd(time, new(frames, i)))
                        throw new InvalidDataException($"{path}: {field.Name} at {time:yyyy-MM-dd HH:mm} is in the folder twice. Keep " +
                            "one of the files.");
            }
        }
        if (channels.Count == 0 && levels.Count == 0)
            throw new InvalidDataException($"No file of {root} has the variable {variable}. It may have another name there; see the list " +
                "with `ncdump -h`.");
        if (!channels.ContainsKey(-1) && levels.FirstOrDefault(level => !channels.ContainsKey(level), -1) is >= 0 and var lost)
            throw new InvalidDataException($"{variable} has no level {lost} in {root}; it has {string.Join(", ", channels.Keys)}.");
        Fields.AddRange(levels.Count > 0 && !channels.ContainsKey(-1) ? levels.Select(level => channels[level]) : channels.Values);
    }

    public void Dispose()
    {
        foreach (var file in opened.Values)
            file.Dispose();
    }

    /// <summary>The frames of a variable, each with its level; none where there is no axis of levels.</summary>
    private IEnumerable<(int? Level, IFrameSeries Frames)> Levels(Hdf5Dataset values)
    {
        // By their names, so that no other axis (versions of the reanalysis, members) is taken for levels, and rows are latitudes in any
        // order.
        var letters = string.Concat(values.Dimensions.Select((name, i) =>
            FrameAxes.Letter(name) switch { 'C' => 'N', 'T' => 'T', 'H' => 'H', 'W' => 'W', _ => values.Shape[i] == 1 ? '1' : '?' }));
        if (letters.Replace("1", "", StringComparison.Ordinal) is not { Length: 3 or 4 } || !"THW".All(letters.Contains)
            || letters.Contains('?', StringComparison.Ordinal))
            throw new InvalidDataException(
                $"{values.Place} has the axes {FrameAxes.Words(values.Shape, values.Dimensions)}; time, lat and lon, with or without " +
                "level, can be read. Choose one value of any other axis (of expver with xarray: " +
                "`ds.sel(expver=1).combine_first(ds.sel(expver=5))`).");
        Grid(values, letters);
        var frames = values.Frames(letters);
        if (!letters.Contains('N', StringComparison.Ordinal))
            return [(null, frames[0])];
        var axis = Coordinate(values, letters.IndexOf('N', StringComparison.Ordinal));
        var unit = axis.Units == "Pa" ? 100 : 1;
        return axis.ReadAll().Select((level, i) => ((int?)Math.Round(level / unit), frames[i]));
    }

    private static DateTime[] Times(Hdf5Dataset values)
    {
        var axis = values.Dimensions.Index().First(name => FrameAxes.Letter(name.Item) == 'T').Index;
        return CfTime.Of(Coordinate(values, axis));
    }

    private void Grid(Hdf5Dataset values, string letters)
    {
        var (latitudes, longitudes) = (Coordinate(values, letters.IndexOf('H', StringComparison.Ordinal)).ReadAll(),
            Coordinate(values, letters.IndexOf('W', StringComparison.Ordinal)).ReadAll());
        if (Latitudes.Length == 0)
            (Latitudes, Longitudes) = (latitudes, longitudes);
        if (!latitudes.AsSpan().SequenceEqual(Latitudes) || !longitudes.AsSpan().SequenceEqual(Longitudes))
            throw new InvalidDataException($"{values.Place} has a grid of {latitudes.Length} x {longitudes.Length} points, another than " +
                $"the {Latitudes.Length} x {Longitudes.Length} of the files before it. Keep files of one resolution in the folder.");
    }

    private static Hdf5Dataset Coordinate(Hdf5Dataset values, int axis) =>
        values.Coordinate(values.Dimensions[axis]) is { Shape: [var length] } coordinate && length == values.Shape[axis] ? coordinate
            : throw new InvalidDataException($"{values.Place}: axis {axis} ({values.Dimensions[axis]}) has no coordinates. Write the " +
                "file with its coordinates time, level, lat and lon.");

    /// <summary>The files of a variable, in the order of their names: of its own folder, or of its folders of single levels, or else all of
    /// the folder itself.</summary>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    private static IEnumerable<(string Path, int? Level)> Paths(string root, string variable, IReadOnlyList<int> levels)
    {
        var name = folders.GetValueOrDefault(variable, variable);
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"There is no folder {root}. WeatherBench has a folder such as weather_5_625deg with a " +
                "folder for each variable.");
        if (InFolder(Path.Combine(root, name)) is { Count: > 0 } own)
            return own.Select(path => (path, (int?)null));
        var single = Directory.EnumerateDirectories(root, name + "_*").Select(path =>
            (Path: path, Level: int.TryParse(Path.GetFileName(path)[(name.Length + 1)..], out var level) ? level : (int?)null))
            .Where(folder => folder.Level is { } level && (levels.Count == 0 || levels.Contains(level))).OrderBy(folder => folder.Level)
            .SelectMany(folder => InFolder(folder.Path).Select(path => (path, folder.Level))).ToList();
        if (single.Count > 0)
            return single;
        return InFolder(root) is { Count: > 0 } all ? all.Select(path => (path, (int?)null))
            : throw new FileNotFoundException($"{root} has no files of {variable}: neither {name}/*.nc nor *.nc beside. Fetch that " +
                "variable of WeatherBench.");
    }

    private static List<string> InFolder(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.nc").Order(StringComparer.Ordinal)] : [];
}
