namespace SwinLSTM.Data;

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

/// <summary>How files are fetched.</summary>
public sealed record DownloadOptions
{
    /// <summary>How often an address is tried without getting on. Default 6; a try that brings a mebibyte or more starts the count
    /// anew.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause after the first failure; each further one is twice as long, up to a minute. Default one second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that sends less than 16 KiB in this time counts as gone. Default one minute.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether addresses of other machines may be plain http. Default false: https, or this machine.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>The most bytes that are taken of a file whose length is not known. Default 16 GiB.</summary>
    public long MaximumBytes { get; init; } = 16L << 30;

    /// <summary>Whether a file without a published SHA-256 is taken as it comes. Default false: it is refused, and asks for one.</summary>
    public bool AcceptUnchecked { get; init; }
}
