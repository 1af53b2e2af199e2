using System.Globalization;

namespace SwinLSTM.Data;

/// <summary>An event of the catalogue: where its frames are.</summary>
internal readonly record struct SevirEvent(string Id, string File, int Index, DateTime Time);

/// <summary>The catalogue of SEVIR, <c>CATALOG.csv</c>.</summary>
internal static class SevirCatalog
{
    private static readonly string[] Columns = ["img_type", "id", "file_name", "file_index", "time_utc", "pct_missing"];

    /// <summary>The events of one kind of image without missing values, in the order of their names; those named twice are left out.</summary>
    /// <exception cref="InvalidDataException">The catalogue is damaged, or has no such event.</exception>
    public static IReadOnlyList<SevirEvent> Read(string path, string imageType)
    {
        var events = new List<SevirEvent>();
        foreach (var (line, fields) in CsvTable.Read(path, Columns))
        {
            if (fields[0] != imageType)
                continue;
            if (!double.TryParse(fields[5], NumberStyles.Float, CultureInfo.InvariantCulture, out var missing) && fields[5].Length > 0)
                throw Wrong(path, line, "pct_missing", fields[5]);
            if (missing != 0 || fields[5].Length == 0) // a share that nobody knows is not 0
                continue;
            if (fields[1].Length == 0)
                throw Wrong(path, line, "id", fields[1]);
            if (!double.TryParse(fields[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var index) || index != Math.Floor(index) || index is < 0 or > int.MaxValue)
                throw Wrong(path, line, "file_index", fields[3]);
            if (!DateTime.TryParse(fields[4], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
                throw Wrong(path, line, "time_utc", fields[4]);
            events.Add(new(fields[1], fields[2], (int)index, time));
        }
        var once = events.GroupBy(e => e.Id, StringComparer.Ordinal).Where(same => same.Count() == 1).Select(same => same.Single()).OrderBy(e => e.Id, StringComparer.Ordinal).ToList();
        return once.Count > 0 ? once : throw new InvalidDataException($"{path} has no event of {imageType} without missing values. SEVIR has vis, ir069, ir107 and vil.");
    }

    /// <summary>The full name of a file of the catalogue, which must lie below the folder of the data.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static string Below(string folder, string name, string catalog)
    {
        var inside = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var bad = name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(name);
        var full = bad ? "" : Path.GetFullPath(Path.Combine(inside, name.Replace('\\', '/')));
        return full.StartsWith(inside, StringComparison.Ordinal)
            ? full
            : throw new InvalidDataException($"{catalog} names the file '{name}', which is not below {folder}. Correct it, or fetch the catalogue again.");
    }

    private static InvalidDataException Wrong(string path, int line, string column, string value) =>
        new($"{path}, line {line}: {column} is '{value}', which is none. Correct it, or fetch the catalogue again.");
}
