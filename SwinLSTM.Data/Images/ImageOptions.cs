namespace SwinLSTM.Data;

/// <summary>How image files are read.</summary>
public sealed record ImageOptions
{
    /// <summary>What becomes of each picture. Default: as it is, in colour. Where it resizes, the images of a sequence may differ in size.</summary>
    public PixelOptions Pixels { get; init; } = new();

    /// <summary>The largest file, in bytes: it is held in memory. Default 2^26: 64 MiB.</summary>
    public int MaximumBytes { get; init; } = 1 << 26;

    /// <summary>Which ffmpeg decodes them.</summary>
    public FFmpegOptions FFmpeg { get; init; } = new();

    internal ImageOptions Checked()
    {
        Pixels.Checked();
        FFmpeg.Checked();
        return MaximumBytes >= 1 ? this : throw new ArgumentException($"ImageOptions.MaximumBytes is {MaximumBytes}; a file has at least one byte.");
    }
}
