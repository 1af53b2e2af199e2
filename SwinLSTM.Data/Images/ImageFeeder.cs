using System.Runtime.ExceptionServices;

namespace SwinLSTM.Data;

/// <summary>Hands image files to a decoder, on a thread of its own, as fast as the decoder takes them: the files of one format and size that follow each other.</summary>
internal sealed class ImageFeeder : IDisposable
{
    private readonly Thread thread;
    private readonly FFmpegProcess ffmpeg;
    private Exception? failure;

    public ImageFeeder(FFmpegProcess ffmpeg, ImageOptions options, Func<long, string> file, long first, long end)
    {
        (this.ffmpeg, Stopped) = (ffmpeg, end);
        thread = new(() => Feed(options, file, first, end)) { IsBackground = true, Name = "images for ffmpeg" };
        thread.Start();
    }

    /// <summary>The first file that was not handed over; known once the decoder's output has ended.</summary>
    public long Stopped { get; private set; }

    /// <summary>Waits until nothing more is handed over.</summary>
    /// <exception cref="InvalidDataException">The file at <see cref="Stopped"/> is no image.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Join(long position)
    {
        thread.Join();
        if (failure is not null && position == Stopped)
            ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        // Without its reader the pipe breaks, and the thread ends.
        ffmpeg.Dispose();
        thread.Join();
    }

    private void Feed(ImageOptions options, Func<long, string> file, long first, long end)
    {
        var files = new ImageFile(options);
        var next = first;
        try
        {
            var like = default(ImageHeader);
            for (; next < end; next++)
            {
                var header = files.Read(file(next), out var image);
                if (next == first)
                {
                    like = header;
                    if (!TryWrite(() => IvfStream.WriteHeader(ffmpeg.Input, like)))
                        return;
                }
                else if (header != like)
                {
                    break;
                }
                if (!Write(image, next - first))
                    return;
            }
            Stopped = next;
        }
        catch (Exception e)
        {
            (failure, Stopped) = (e, next);
        }
        finally
        {
            TryWrite(ffmpeg.Input.Close);
        }
    }

    private bool Write(ReadOnlySpan<byte> image, long number)
    {
        try
        {
            IvfStream.WritePicture(ffmpeg.Input, image, number);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false; // the decoder has ended, and its reader tells why
        }
    }

    private static bool TryWrite(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
