namespace SwinLSTM.Data;

/// <summary>How files are fetched.</summary>
public sealed record DownloadOptions
{
    /// <summary>How often an address is tried without getting on. Default 6; a try that brings a mebibyte or more starts the count anew.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause after the first failure; each further one is twice as long, up to a minute. Default one second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that sends less than 16 KiB in this time counts as gone. Default one minute.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often one request may be sent on to another address. Default 8.</summary>
    public int Redirects { get; init; } = 8;

    /// <summary>Whether addresses of other machines may be plain http. Default false: https, or this machine.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>The most bytes that are taken of a file whose length is not known. Default 16 GiB.</summary>
    public long MaximumBytes { get; init; } = 16L << 30;

    /// <summary>Whether a file without a published SHA-256 is taken as it comes. Default false: it is refused, and asks for one.</summary>
    public bool AcceptUnchecked { get; init; }

    internal void Check()
    {
        (bool Broken, string Rule)[] rules =
        [
            (Attempts < 1, $"Attempts is {Attempts}; at least one is needed."),
            (FirstPause < TimeSpan.Zero, $"FirstPause is {FirstPause}; it is 0 or longer."),
            (Stall <= TimeSpan.Zero || Stall > TimeSpan.FromDays(1), $"Stall is {Stall}; it is longer than 0 and at most a day."),
            (Redirects < 0, $"Redirects is {Redirects}; it is 0 or more."),
            (MaximumBytes < 1, $"MaximumBytes is {MaximumBytes}; at least one is needed."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("DownloadOptions are invalid:" + string.Concat(broken));
    }
}
