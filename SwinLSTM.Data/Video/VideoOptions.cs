namespace SwinLSTM.Data;

/// <summary>How a video is read.</summary>
public sealed record VideoOptions
{
    /// <summary>What becomes of each picture. Default: as it is, in colour.</summary>
    public PixelOptions Pixels { get; init; } = new();

    /// <summary>
    /// Frames a second of the series: pictures are repeated or left out to keep this rate. Default: every picture once, whatever its time.
    /// </summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>How many frames there are, where that is known. Default: they are counted when the video is opened, by decoding it once.</summary>
    public long? FrameCount { get; init; }

    /// <summary>
    /// Whether a video that ffmpeg decodes with errors is taken as it mends it. Default false: it is refused when its frames are counted.
    /// </summary>
    public bool KeepDamaged { get; init; }

    /// <summary>Which ffmpeg decodes it.</summary>
    public FFmpegOptions FFmpeg { get; init; } = new();

    internal VideoOptions Checked()
    {
        Pixels.Checked();
        FFmpeg.Checked();
        return (FramesPerSecond, FrameCount) switch
        {
            ({ } rate, _) when rate is not (>= 0.001 and <= 1000) => throw new ArgumentException($"VideoOptions.FramesPerSecond is {rate}; it is 0.001 to 1000, or left out."),
            (_, < 1) => throw new ArgumentException($"VideoOptions.FrameCount is {FrameCount}; a video has at least one frame. Leave it out to have them counted."),
            _ => this,
        };
    }
}
