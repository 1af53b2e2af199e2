using System.Globalization;
using nietras.SeparatedValues;

namespace SwinLSTM.Data;

/// <summary>An event of the catalogue: where its frames are.</summary>
internal readonly record struct SevirEvent(string Id, string File, int Index, DateTime Time);

/// <summary>The catalogue of SEVIR, <c>CATALOG.csv</c>.</summary>
internal static class SevirCatalog
{
    private static readonly string[] columns = ["img_type", "id", "file_name", "file_index", "time_utc", "pct_missing"];

    /// <summary>The events of one kind of image without missing values, in the order of their names; those named twice are left
    /// out.</summary>
    /// <exception cref="InvalidDataException">The catalogue is damaged, or has no such event.</exception>
    public static IReadOnlyList<SevirEvent> Read(string path, string imageType)
    {
        var events = new List<SevirEvent>();
        try
        {
            using var rows = Sep.New(',').Reader(o => o with { Unescape = true }).FromFile(path);
            var places = Array.ConvertAll(columns, name => rows.Header.TryIndexOf(name, out var place) ? place
                : throw new InvalidDataException($"{path} has no column {name}; it has {string.Join(", ", rows.Header.ColNames)}."));
            foreach (var row in rows)
            {
                if (row[places[0]].Span.SequenceEqual(imageType) && Event(row, places, path) is { } one)
                    events.Add(one);
            }
        }
        catch (Exception e) when (e is not IOException && !e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            // Of the reader of tables: rows of other lengths, lines without an end.
            throw new InvalidDataException($"{path} is no catalogue of SEVIR: {e.Message} Fetch it again.", e);
        }
        var once = events.GroupBy(e => e.Id, StringComparer.Ordinal).Where(same => same.Count() == 1).Select(same =>
            same.Single()).OrderBy(e => e.Id, StringComparer.Ordinal).ToList();
        return once.Count > 0 ? once : throw new InvalidDataException($"{path} has no event of {imageType} without missing values. SEVIR " +
            "has vis, ir069, ir107 and vil.");
    }

    /// <summary>The full name of a file of the catalogue, which must lie below the folder of the data.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static string Below(string folder, string name, string catalog)
    {
        var inside = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var bad = name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal)
            || Path.IsPathRooted(name);
        var full = bad ? "" : Path.GetFullPath(Path.Combine(inside, name.Replace('\\', '/')));
        return full.StartsWith(inside, StringComparison.Ordinal) ? full
            : throw new InvalidDataException($"{catalog} names the file '{name}', which is not below {folder}. Correct it, or fetch the " +
                "catalogue again.");
    }

    private static SevirEvent? Event(SepReader.Row row, int[] places, string path)
    {
        var line = row.LineNumberFrom;
        var share = row[places[5]].Span;
        if (share.IsEmpty) // a share that nobody knows is not 0
            return null;
        if (!double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var missing))
            throw Wrong("pct_missing", share);
        if (missing != 0)
            return null;
        var id = row[places[1]].ToString();
        var index = row[places[3]].Span;
        var time = row[places[4]].Span;
        if (id.Length == 0)
            throw Wrong("id", id);
        if (!double.TryParse(index, NumberStyles.Float, CultureInfo.InvariantCulture, out var place) || place != Math.Floor(place)
            || place is < 0 or > int.MaxValue)
            throw Wrong("file_index", index);
        if (!DateTime.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var at))
            throw Wrong("time_utc", time);
        return new(id, row[places[2]].ToString(), (int)place, at);

        InvalidDataException Wrong(string column, ReadOnlySpan<char> value) =>
            new($"{path}, line {line}: {column} is '{value}', which is none. Correct it, or fetch the catalogue again.");
    }
}
