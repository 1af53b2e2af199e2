namespace SwinLSTM.Data;

/// <summary>
/// A video as a series of frames, decoded by ffmpeg: [C, H, W] bytes, as pictures are shown (a rotation that the file asks for is done; pixels
/// count as square). Read in order it is decoded once, windows that overlap included, in bounded memory; a read that goes back by more than
/// the length of two requests decodes it again from its beginning. To train with shuffled samples, prepare it first.
/// </summary>
public sealed class VideoFile : IFrameSeries, IDisposable
{
    private readonly StreamedSeries frames;

    private VideoFile(string path, VideoOptions options, FrameListing listing)
    {
        Frame = options.Pixels.Format(listing.Height, listing.Width);
        (Name, Length) = (path, options.FrameCount ?? listing.Frames);
        // From the beginning every frame is what it is; a jump into the middle depends on how the file was written.
        frames = new(_ => new VideoSource(path, options, listing.Height, listing.Width), Frame, patience: long.MaxValue);
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public FrameShape Frame { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a video. Its frames are counted, by decoding it once, unless the options say how many there are.</summary>
    /// <param name="path">A file of any format that holds its frames itself and that ffmpeg decodes: avi, mp4, mkv, webm, mpg, gif, ... Of several video streams the first counts.</param>
    /// <param name="options">How it is read.</param>
    /// <returns>The frames; dispose it, and its decoder ends.</returns>
    /// <exception cref="ArgumentException">Options that break a rule or do not suit the video.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or no ffmpeg; the message says what to install.</exception>
    /// <exception cref="IOException">ffmpeg gave nothing for too long.</exception>
    /// <exception cref="InvalidDataException">ffmpeg cannot decode it, or it has no frames or frames of several sizes.</exception>
    public static VideoFile Open(string path, VideoOptions? options = null)
    {
        options = (options ?? new()).Checked();
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no video '{path}'. Check the path.", path);

        var first = options.FrameCount is null ? (string[])[] : ["-frames:v", "1"];
        using var ffmpeg = new FFmpegProcess(options.FFmpeg, [.. DecoderArguments.VideoInput(path, options), .. first, .. DecoderArguments.Listing(options.FramesPerSecond)]);
        ffmpeg.Input.Close();
        var listing = new FrameListing(options.FFmpeg.MaximumPixels);
        try
        {
            Span<byte> buffer = stackalloc byte[4096];
            for (var count = buffer.Length; count == buffer.Length;)
                listing.Add(buffer[..(count = ffmpeg.Read(buffer))]);
            if (!ffmpeg.EndedWell() || (ffmpeg.Complained && !options.KeepDamaged))
                throw new InvalidDataException($"ffmpeg cannot decode it without an error: {ffmpeg.Message}.{(options.KeepDamaged ? "" : " KeepDamaged in the options takes the frames there are.")}");
            listing.End();
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"'{path}' cannot be used as a video. {damaged.Message}", damaged);
        }
        return new(path, options, listing);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The video changed, or has fewer frames than the options say.</exception>
    /// <exception cref="IOException">ffmpeg cannot be run or gave nothing for too long.</exception>
    /// <exception cref="ObjectDisposedException">The video is closed.</exception>
    public void Read(FrameRange range, Span<float> frames)
    {
        this.Check(range, frames);
        this.frames.Read(range, frames);
    }

    /// <summary>Ends the decoder, if one runs.</summary>
    public void Dispose() => frames.Dispose();
}
