namespace SwinLSTM.Data;

/// <summary>The frames of image files, from one of them on; a decoder for each stretch of one format and size.</summary>
internal sealed class ImageSource : FrameSource
{
    private readonly ImageOptions options;
    private readonly FrameShape format;
    private readonly Func<long, string> file;
    private readonly long length;
    private FFmpegProcess? ffmpeg;
    private ImageFeeder? feeder;
    private PixelShaper? shaper;
    private byte[] raw = [];

    public ImageSource(ImageOptions options, FrameShape format, Func<long, string> file, long length, long first)
    {
        (this.options, this.format, this.file, this.length, Position) = (options, format, file, length, first);
    }

    public override void Next(Span<byte> frame)
    {
        if (ffmpeg is null)
            Start(length);
        if (!TryNext(frame) && !TryNextAlone(frame))
            throw new InvalidDataException($"ffmpeg cannot decode the image '{file(Position)}': {ffmpeg!.Message}.");
        Position++;
    }

    public override void Dispose()
    {
        feeder?.Dispose();
        ffmpeg?.Dispose();
        (ffmpeg, feeder) = (null, null);
    }

    private bool TryNext(Span<byte> frame)
    {
        if (ffmpeg!.Read(raw) < raw.Length)
            return false;
        if (!frame.IsEmpty)
            shaper!.Shape(raw, frame);
        return true;
    }

    /// <summary>
    /// After the end of a stretch, the next one. After an error, one file by itself: a decoder that stops at an error may swallow good
    /// pictures before it, so only a file that fails alone is to blame.
    /// </summary>
    private bool TryNextAlone(Span<byte> frame)
    {
        feeder!.Join(Position);
        var stretchEnded = feeder.Stopped == Position;
        Start(stretchEnded ? length : Position + 1);
        return TryNext(frame) || (stretchEnded && TryNextAlone(frame));
    }

    private void Start(long end)
    {
        Dispose();
        var header = new ImageFile(options).Read(file(Position), out _);
        shaper = new(options.Pixels, header.Height, header.Width);
        if (shaper.Format != format)
            throw new InvalidDataException($"The images of a sequence must have one size; '{file(Position)}' makes frames of {shaper.Format}, others {format}. " +
                "Give PixelOptions.Height and Width, to resize them all.");
        if (raw.Length != shaper.RawBytes)
            raw = GC.AllocateUninitializedArray<byte>(shaper.RawBytes);
        ffmpeg = new(options.FFmpeg, [.. DecoderArguments.ImageInput(header.Kind, options.FFmpeg), .. DecoderArguments.Pixels(options.Pixels.Color, header.Height, header.Width, palette: header.Palette)]);
        feeder = new(ffmpeg, options, file, Position, end);
    }
}
