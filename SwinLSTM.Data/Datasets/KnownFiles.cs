using System.Text.Json;

namespace SwinLSTM.Data;

/// <summary>Published files that have stable addresses. The table is <c>known-files.json</c>; a table of your own, of the same form, adds
/// to it or takes its place entry by entry. SHA-256s are those that others have published; where there is none,
/// <see cref="DatasetFile.Sha256"/> is null and the file is not fetched unchecked unless asked.</summary>
public static class KnownFiles
{
    private const int LargestTable = 16 << 20;

    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly Lazy<IReadOnlyList<DatasetFile>> all = new(() =>
    {
        using var table = typeof(KnownFiles).Assembly.GetManifestResourceStream("known-files.json")!;
        return Parse(table, "known-files.json");
    });

    /// <summary>The files of the table that comes with this package.</summary>
    public static IReadOnlyList<DatasetFile> All => all.Value;

    /// <summary>A table of your own, put over the one that comes with this package: entries of a known name take its place, the others are
    /// added.</summary>
    /// <param name="path">A JSON file: a list of objects with the properties of <see cref="DatasetFile"/>, in lower camel case.</param>
    /// <returns>The files of both.</returns>
    /// <exception cref="InvalidDataException">The file is not such a table.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<DatasetFile> With(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > LargestTable)
            throw new InvalidDataException($"{path} has {stream.Length} bytes; a table of files has at most {LargestTable}.");
        var own = Parse(stream, path);
        return [.. All.Where(known => own.All(file => file.Name != known.Name)), .. own];
    }

    /// <summary>The file of a name.</summary>
    /// <param name="name">As the table has it.</param>
    /// <param name="files">The table; the one of this package if left out.</param>
    /// <returns>It.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static DatasetFile Find(string name, IReadOnlyList<DatasetFile>? files = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return (files ?? All).FirstOrDefault(file => file.Name == name)
            ?? throw new ArgumentException($"There is no file '{name}'. There are: " +
                $"{string.Join(", ", (files ?? All).Select(file => file.Name))}.", nameof(name));
    }

    private static IReadOnlyList<DatasetFile> Parse(Stream stream, string path)
    {
        try
        {
            var files = JsonSerializer.Deserialize<List<DatasetFile>>(stream, json) ?? [];
            foreach (var file in files)
                (file ?? throw new ArgumentException("An entry is null.")).Check();
            if (files.GroupBy(file => file.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new ArgumentException($"'{twice.Key}' stands in it {twice.Count()} times.");
            return files;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is no table of files: {e.Message} docs/data.md shows one.", e);
        }
    }
}
