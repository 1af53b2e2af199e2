namespace SwinLSTM.Data;

/// <summary>Where the files of a variable lie.</summary>
internal static class WeatherFolders
{
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
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

    /// <summary>The files of a variable, in the order of their names: of its own folder, or of its folders of single levels, or else all of the folder itself.</summary>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    public static IReadOnlyList<(string Path, int? Level)> Files(string root, string variable, IReadOnlyList<int> levels)
    {
        var name = Folders.GetValueOrDefault(variable, variable);
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"There is no folder {root}. WeatherBench has a folder such as weather_5_625deg with a folder for each variable.");
        if (InFolder(Path.Combine(root, name)) is { Count: > 0 } own)
            return [.. own.Select(file => (file, (int?)null))];

        var single = Directory.EnumerateDirectories(root, name + "_*").Select(path => (Path: path, Level: LevelOf(path, name)))
            .Where(folder => folder.Level is { } level && (levels.Count == 0 || levels.Contains(level))).OrderBy(folder => folder.Level)
            .SelectMany(folder => InFolder(folder.Path).Select(file => (file, folder.Level))).ToList();
        if (single.Count > 0)
            return single;
        return InFolder(root) is { Count: > 0 } all
            ? [.. all.Select(file => (file, (int?)null))]
            : throw new FileNotFoundException($"{root} has no files of {variable}: neither {name}/*.nc nor *.nc beside. Fetch that variable of WeatherBench.");
    }

    private static List<string> InFolder(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.nc").Order(StringComparer.Ordinal)] : [];

    private static int? LevelOf(string path, string name) => int.TryParse(Path.GetFileName(path)[(name.Length + 1)..], out var level) ? level : null;
}
