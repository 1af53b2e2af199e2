using System.Text.Json;

namespace SwinLSTM.Data;

/// <summary>Published files that have stable addresses. The table is <c>known-files.json</c>; a table of your own, of the same form, adds
/// to it or takes its place entry by entry. SHA-256s are those that others have published; where there is none,
/// <see cref="DatasetFile.Sha256"/> is null and the file is not fetched unchecked unless asked.</summary>
public static class KnownFiles
{
    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The files of the table that comes with this package.</summary>
    public static IReadOnlyList<DatasetFile> All { get; } =
        Parse(typeof(KnownFiles).Assembly.GetManifestResourceStream("known-files.json")!, "known-files.json");

    /// <summary>A table of your own, put over the one that comes with this package: entries of a known name take its place, the others are
    /// added.</summary>
    /// <param name="path">A JSON file: a list of objects with the properties of <see cref="DatasetFile"/>, in lower camel case.</param>
    /// <exception cref="InvalidDataException">The file is not such a table.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<DatasetFile> With(string path)
    {
        using var stream = File.OpenRead(path);
        var own = Parse(stream, path);
        return [.. All.Where(known => own.All(file => file.Name != known.Name)), .. own];
    }

    /// <summary>Finds the file of a name in a table, the one of this package if left out.</summary>
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

/// <summary>A published file: where it is, and how to tell that it is the right one.</summary>
/// <param name="Name">What it is asked for by, such as <c>mnist-train</c>.</param>
/// <param name="FileName">What the file is called in the folder it comes into: a name without a path.</param>
/// <param name="Addresses">Where it can be had, the best address first; the others are tried after it. At least one.</param>
/// <param name="Sha256">The SHA-256 of its content in hexadecimal digits; null where none is published.</param>
/// <param name="Bytes">How long it is, in bytes; null where that is not known.</param>
/// <param name="HomePage">The page that says what it is and under which terms it can be used.</param>
/// <param name="Licence">Those terms in a few words.</param>
/// <param name="Description">What is in it, in one line.</param>
public sealed record DatasetFile(string Name, string FileName, IReadOnlyList<Uri> Addresses, string? Sha256 = null, long? Bytes = null,
    Uri? HomePage = null, string? Licence = null, string? Description = null)
{
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    internal void Check() => SequenceRules.CheckAll($"The entries of DatasetFile {Name}",
    [
        (string.IsNullOrWhiteSpace(Name), "Name is empty."),
        (string.IsNullOrEmpty(FileName) || FileName is "." or ".." || FileName.AsSpan().ContainsAny("/\\:\0"),
            $"FileName is '{FileName}'; it is a name without a path."),
        (Addresses is not { Count: > 0 } || Addresses.Any(address => address is not { IsAbsoluteUri: true }),
            "Addresses has no address, or one that is not whole."),
        (Sha256 is not null && (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigit)),
            $"Sha256 is '{Sha256}'; it has 64 hexadecimal digits."),
        (Bytes < 0, $"Bytes is {Bytes}; a file has 0 or more."),
    ]);
}

/// <summary>How far a file has come.</summary>
/// <param name="Bytes">Bytes that are here; those of an earlier call count.</param>
/// <param name="Total">Bytes of the whole file, where that is known.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total);

/// <summary>A file that is here.</summary>
/// <param name="Path">Where.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hexadecimal digits.</param>
/// <param name="Fetched">Whether it was fetched now; false where it was here already.</param>
public sealed record DownloadedFile(string Path, long Bytes, string Sha256, bool Fetched);
