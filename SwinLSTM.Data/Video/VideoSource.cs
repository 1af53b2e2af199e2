namespace SwinLSTM.Data;

/// <summary>The frames of a video from its beginning.</summary>
internal sealed class VideoSource : FrameSource
{
    private readonly string path;
    private readonly PixelShaper shaper;
    private readonly byte[] raw;
    private readonly FFmpegProcess ffmpeg;

    public VideoSource(string path, VideoOptions options, int height, int width)
    {
        this.path = path;
        shaper = new(options.Pixels, height, width);
        raw = GC.AllocateUninitializedArray<byte>(shaper.RawBytes);
        ffmpeg = new(options.FFmpeg, [.. DecoderArguments.VideoInput(path, options), .. DecoderArguments.Pixels(options.Pixels.Color, height, width, options.FramesPerSecond)]);
        ffmpeg.Input.Close();
    }

    public override void Next(Span<byte> frame)
    {
        if (ffmpeg.Read(raw) < raw.Length)
            throw new InvalidDataException(ffmpeg.EndedWell()
                ? $"'{path}' has {Position} frames, but frame {Position} was asked for: it changed, or VideoOptions.FrameCount is too high."
                : $"ffmpeg cannot decode frame {Position} of '{path}', or one soon after: {ffmpeg.Message}.");
        if (!frame.IsEmpty)
            shaper.Shape(raw, frame);
        Position++;
    }

    public override void Dispose() => ffmpeg.Dispose();
}
