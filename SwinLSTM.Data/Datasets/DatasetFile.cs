namespace SwinLSTM.Data;

/// <summary>A published file: where it is, and how to tell that it is the right one.</summary>
public sealed record DatasetFile
{
    /// <summary>What it is asked for by, such as <c>mnist-train</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the file is called in the folder it comes into: a name without a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Where it can be had, the best address first; the others are tried after it. At least one.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>The SHA-256 of its content in hexadecimal digits; null where none is published.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How long it is, in bytes; null where that is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>The page that says what it is and under which terms it can be used.</summary>
    public Uri? HomePage { get; init; }

    /// <summary>Those terms in a few words.</summary>
    public string? Licence { get; init; }

    /// <summary>What is in it, in one line.</summary>
    public string? Description { get; init; }

    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    internal void Check()
    {
        (bool Broken, string Rule)[] rules =
        [
            (string.IsNullOrWhiteSpace(Name), "Name is empty."),
            (string.IsNullOrEmpty(FileName) || FileName is "." or ".." || FileName.AsSpan().ContainsAny('/', '\\', '\0')
                || FileName.Contains(':', StringComparison.Ordinal),
                $"FileName is '{FileName}'; it is a name without a path."),
            (Addresses is not { Count: > 0 } || Addresses.Any(address => address is not { IsAbsoluteUri: true }),
                "Addresses has no address, or one that is not whole."),
            (Sha256 is not null && (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigit)), $"Sha256 is '{Sha256}'; it has 64 " +
                "hexadecimal digits."),
            (Bytes < 0, $"Bytes is {Bytes}; a file has 0 or more."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException($"DatasetFile {Name} is invalid:" + string.Concat(broken));
    }
}
