using System.Globalization;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// What ffmpeg's <c>framecrc</c> output says: header lines that begin with <c>#</c>, among them <c>#dimensions 0: WIDTHxHEIGHT</c>, then a line
/// for each frame, <c>stream, dts, pts, duration, bytes, checksum</c>. Takes it in pieces and keeps no more than one line.
/// </summary>
internal sealed class FrameListing(int maximumPixels)
{
    private const int LongestLine = 1000;
    private readonly byte[] line = new byte[LongestLine];
    private int lineLength;
    private long frameBytes;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public long Frames { get; private set; }

    public void Add(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var piece = end < 0 ? text : text[..end];
            if (piece.Length > LongestLine - lineLength)
                throw new InvalidDataException($"A line of ffmpeg's listing has at most {LongestLine} characters, but one has more.");
            piece.CopyTo(line.AsSpan(lineLength));
            lineLength += piece.Length;
            if (end < 0)
                return;
            Take(Encoding.Latin1.GetString(line, 0, lineLength).TrimEnd('\r'));
            lineLength = 0;
            text = text[(end + 1)..];
        }
    }

    /// <summary>Looks at the whole, once all of it came.</summary>
    public void End()
    {
        if (lineLength > 0)
            throw new InvalidDataException($"ffmpeg's listing ends within a line: '{Encoding.Latin1.GetString(line, 0, lineLength)}'.");
        if (Frames == 0)
            throw new InvalidDataException("It has no frames.");
        if (Width == 0)
            throw new InvalidDataException("ffmpeg did not list the size of its frames.");
    }

    private void Take(string text)
    {
        if (text.StartsWith("#dimensions 0:", StringComparison.Ordinal))
            TakeSize(text);
        else if (text.Length > 0 && text[0] != '#')
            TakeFrame(text);
    }

    private void TakeSize(string text)
    {
        var sides = text["#dimensions 0:".Length..].Split('x', 3);
        if (sides.Length != 2 || !TryNumber(sides[0], out var width) || !TryNumber(sides[1], out var height) || width < 1 || height < 1 || width * height > maximumPixels)
            throw new InvalidDataException($"A video has frames of 1 to {maximumPixels} pixels (FFmpegOptions.MaximumPixels); ffmpeg lists '{text}'.");
        if (Width != 0)
            throw new InvalidDataException($"A video has one size; ffmpeg lists {Width}x{Height} and '{text}'.");
        (Width, Height) = ((int)width, (int)height);
    }

    private void TakeFrame(string text)
    {
        var fields = text.Split(',', 7);
        if (fields.Length < 6 || fields[0].Trim() != "0" || !TryNumber(fields[4], out var bytes) || bytes < 1)
            throw new InvalidDataException($"ffmpeg's listing has the line '{text}'; expected 'stream, dts, pts, duration, bytes, checksum' of stream 0.");
        if (Frames++ == 0)
            frameBytes = bytes;
        else if (bytes != frameBytes)
            throw new InvalidDataException($"All frames of a video must have one size; frame {Frames - 1} has another than those before it. Convert it to one size first.");
    }

    // Nine digits: the product of two fits.
    private static bool TryNumber(string text, out long value) =>
        long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < 1_000_000_000;
}
