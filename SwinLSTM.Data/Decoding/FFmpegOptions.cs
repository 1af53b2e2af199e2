namespace SwinLSTM.Data;

/// <summary>Which <c>ffmpeg</c> decodes images and videos, and what it may cost.</summary>
public sealed record FFmpegOptions
{
    /// <summary>
    /// The program: a path, or a name that the folders of <c>PATH</c> are searched for. Default: what the environment variable
    /// <c>SWINLSTM_FFMPEG</c> says, else <c>ffmpeg</c>. Version 4.1 or later.
    /// </summary>
    public string Program { get; init; } = Environment.GetEnvironmentVariable("SWINLSTM_FFMPEG") is { Length: > 0 } program ? program : "ffmpeg";

    /// <summary>How long the program may take for one frame before it is stopped. Default 1 minute.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The largest picture that is decoded, rows times columns. Default 2^26: 8192 x 8192.</summary>
    public int MaximumPixels { get; init; } = 1 << 26;

    internal FFmpegOptions Checked() => (Program.Length, TimeLimit, MaximumPixels) switch
    {
        (0, _, _) => throw new ArgumentException("FFmpegOptions.Program is empty; it is a path, or a name such as ffmpeg."),
        (_, { Ticks: <= 0 } or { TotalDays: > 24 }, _) => throw new ArgumentException($"FFmpegOptions.TimeLimit is {TimeLimit}; it is above zero and at most 24 days."),
        (_, _, < 1) => throw new ArgumentException($"FFmpegOptions.MaximumPixels is {MaximumPixels}; it is at least 1."),
        _ => this,
    };
}
