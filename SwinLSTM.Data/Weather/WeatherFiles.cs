namespace SwinLSTM.Data;

/// <summary>Opens the files of all variables and sorts what they hold into channels.</summary>
internal sealed class WeatherFiles : IDisposable
{
    private readonly Dictionary<string, NetCdfFile> opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTime[]> times = new(StringComparer.Ordinal);

    public List<WeatherField> Fields { get; } = [];

    public double[] Latitudes { get; private set; } = [];

    public double[] Longitudes { get; private set; } = [];

    public void Add(string root, string variable, IReadOnlyList<int> levels)
    {
        var channels = new Dictionary<int, WeatherField>(); // by level; -1 where there is none
        foreach (var (path, level) in WeatherFolders.Files(root, variable, levels))
        {
            var file = Open(path);
            if (file.Find(variable) is not { } values)
                continue; // one of other variables, in a folder of all
            var wanted = levels.Count > 0 ? levels : null;
            foreach (var (index, name) in Levels(values, path, wanted))
            {
                var key = level ?? name ?? -1;
                if (!channels.TryGetValue(key, out var field))
                    channels.Add(key, field = new(key < 0 ? variable : $"{variable}{key}"));
                field.Add(values, index, Times(values, path), path);
            }
            Grid(values, path);
        }
        if (channels.Count == 0)
            throw new InvalidDataException($"No file of {root} has the variable {variable}. It may have another name there; see the list with `ncdump -h`.");
        if (channels.Keys.Any(key => key >= 0) && levels.FirstOrDefault(level => !channels.ContainsKey(level), -1) is >= 0 and var lost)
            throw new InvalidDataException($"{variable} has no level {lost} in {root}; it has {string.Join(", ", channels.Keys.Order())}.");
        Fields.AddRange(levels.Count > 0 && channels.Keys.All(key => key >= 0) ? levels.Select(level => channels[level]) : channels.OrderBy(c => c.Key).Select(c => c.Value));
    }

    public void Dispose()
    {
        foreach (var file in opened.Values)
            file.Dispose();
    }

    private NetCdfFile Open(string path)
    {
        if (!opened.TryGetValue(path, out var file))
            opened.Add(path, file = NetCdfFile.Open(path));
        return file;
    }

    /// <summary>The levels to take of a variable, each with its place; one without a place where there is no axis of levels.</summary>
    private static IEnumerable<(int Index, int? Level)> Levels(NetCdfVariable variable, string path, IReadOnlyList<int>? wanted)
    {
        if (variable.Shape.Count == 3)
            return [(-1, null)];
        if (variable.Shape.Count != 4)
            throw new InvalidDataException($"{path}: {variable.Name} has {string.Join(" x ", variable.Shape)} values; time x lat x lon, or time x level x lat x lon, can be read. Rearrange it with `ncpdq -a`.");
        var levels = Coordinate(variable, 1, path).ReadAll();
        var found = levels.Select((level, index) => (index, (int?)(int)Math.Round(level))).ToList();
        return wanted is null ? found : found.Where(level => wanted.Contains(level.Item2!.Value));
    }

    private DateTime[] Times(NetCdfVariable variable, string path)
    {
        if (!times.TryGetValue(path, out var known))
            times.Add(path, known = NetCdfTime.Of(Coordinate(variable, 0, path), path));
        return known.Length == variable.Shape[0] ? known : throw new InvalidDataException($"{path}: {variable.Name} has {variable.Shape[0]} frames, but there are {known.Length} times. Fetch it again.");
    }

    private void Grid(NetCdfVariable variable, string path)
    {
        var (latitudes, longitudes) = (Coordinate(variable, variable.Shape.Count - 2, path).ReadAll(), Coordinate(variable, variable.Shape.Count - 1, path).ReadAll());
        if (Latitudes.Length == 0)
            (Latitudes, Longitudes) = (latitudes, longitudes);
        if (!latitudes.AsSpan().SequenceEqual(Latitudes) || !longitudes.AsSpan().SequenceEqual(Longitudes))
            throw new InvalidDataException($"{path} has a grid of {latitudes.Length} x {longitudes.Length} points, another than the {Latitudes.Length} x {Longitudes.Length} of the files before it. " +
                "Keep files of one resolution in the folder.");
    }

    private static NetCdfVariable Coordinate(NetCdfVariable variable, int axis, string path)
    {
        var name = variable.Dimensions[axis];
        var coordinate = name.Length == 0 ? null : variable.Coordinate(name);
        return coordinate?.Shape.Count == 1 && coordinate.Shape[0] == variable.Shape[axis]
            ? coordinate
            : throw new InvalidDataException($"{path}: axis {axis} of {variable.Name}{(name.Length == 0 ? "" : $" ({name})")} has no coordinates. Write the file with its coordinates time, level, lat and lon.");
    }
}
