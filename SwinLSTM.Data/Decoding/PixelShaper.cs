namespace SwinLSTM.Data;

/// <summary>Makes frames [C, H, W] of the pictures that ffmpeg gives: whole planes, in the order grey, or green, blue, red. For one thread at a time.</summary>
internal sealed class PixelShaper
{
    private static readonly int[] grey = [0], rgb = [2, 0, 1]; // where red, green and blue lie
    private readonly int width, plane;
    private readonly PixelCrop kept;
    private readonly PlaneResizer? resizer;

    public PixelShaper(PixelOptions options, int height, int width)
    {
        Format = options.Format(height, width);
        (this.width, plane, RawBytes) = (width, height * width, new FrameShape(options.Channels, height, width).Values);
        kept = options.Crop ?? new(0, 0, height, width);
        if ((kept.Height, kept.Width) != (Format.Height, Format.Width))
            resizer = new(kept.Height, kept.Width, Format.Height, Format.Width, options.Filter);
    }

    public FrameShape Format { get; }

    /// <summary>Bytes of a picture as ffmpeg gives it.</summary>
    public int RawBytes { get; }

    public void Shape(ReadOnlySpan<byte> raw, Span<byte> frame)
    {
        var order = Format.Channels == 1 ? grey : rgb;
        var size = Format.Height * Format.Width;
        for (var channel = 0; channel < order.Length; channel++)
        {
            var source = raw.Slice((order[channel] * plane) + (kept.Top * width) + kept.Left, ((kept.Height - 1) * width) + kept.Width);
            var result = frame.Slice(channel * size, size);
            if (resizer is not null)
                resizer.Resize(source, width, result);
            else
                for (var y = 0; y < kept.Height; y++)
                    source.Slice(y * width, kept.Width).CopyTo(result[(y * kept.Width)..]);
        }
    }
}
