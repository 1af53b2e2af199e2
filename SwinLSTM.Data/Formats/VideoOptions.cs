namespace SwinLSTM.Data;

/// <summary>How a video is read.</summary>
public sealed record VideoOptions : PictureOptions
{
    /// <summary>Frames per second of the series: pictures are repeated or left out to keep this rate. Default: every picture once, whatever
    /// its time.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>How many frames there must be; another number is an error. Default: as many as there are.</summary>
    public long? FrameCount { get; init; }

    /// <summary>Whether a video that ffmpeg decodes with errors is taken as it mends it. Default false: it is refused.</summary>
    public bool KeepDamaged { get; init; }

    /// <summary>The program that decodes: a path, or a name that the folders of <c>PATH</c> are searched for. Default: what the environment
    /// variable <c>SWINLSTM_FFMPEG</c> says, else <c>ffmpeg</c>. Version 4.4 or later.</summary>
    public string Program { get; init; } = Environment.GetEnvironmentVariable("SWINLSTM_FFMPEG") is { Length: > 0 } program
        ? program : "ffmpeg";

    /// <summary>How long the program may take for one frame before it is stopped. Default 1 minute.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the decoded frames lie while the video is open, a byte for a value. Default: the system's folder for temporary
    /// files.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>The most bytes that the decoded frames may take there. Default 2^35: 32 GiB.</summary>
    public long MaximumBytes { get; init; } = 1L << 35;

    private protected override (bool Broken, string Rule)[] Rules() =>
    [
        .. base.Rules(),
        (FramesPerSecond is { } rate && rate is not (>= 0.001 and <= 1000), $"FramesPerSecond is {FramesPerSecond}; it is 0.001 to 1000, " +
            "or left out."),
        (FrameCount < 1, $"FrameCount is {FrameCount}; a video has at least one frame. Leave it out to take all there are."),
        (Program.Length == 0, "Program is empty; it is a path, or a name such as ffmpeg."),
        (TimeLimit is { Ticks: <= 0 } or { TotalDays: > 24 }, $"TimeLimit is {TimeLimit}; it is above zero and at most 24 days."),
        (MaximumBytes < 1, $"MaximumBytes is {MaximumBytes}; at least one is needed."),
    ];
}
