using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Makes frames [C, H, W] in [0, 1] of the rows of pictures of one size: crop, colour, resize. Any number of threads may use
/// it.</summary>
internal sealed class PictureShaper
{
    private readonly PixelCrop crop;
    private readonly Resizer? resizer;

    /// <exception cref="ArgumentException">The crop leaves the picture.</exception>
    public PictureShaper(PictureOptions options, int height, int width)
    {
        (Size, Frame) = ((height, width), options.Shape(height, width));
        crop = options.Crop ?? new(0, 0, height, width);
        if ((crop.Height, crop.Width) != (Frame.Height, Frame.Width))
            resizer = new(options.Resize, (crop.Height, crop.Width), (Frame.Height, Frame.Width));
    }

    /// <summary>A row of a picture, its samples behind each other.</summary>
    public delegate ReadOnlySpan<T> RowOf<TSource, T>(TSource source, int y);

    /// <summary>Rows and columns of the pictures.</summary>
    public (int Height, int Width) Size { get; }

    public FrameShape Frame { get; }

    /// <summary>Makes one frame [C, H, W] of rows of bytes or ushorts, with 1 sample or red, green and blue for a pixel; the sample
    /// <paramref name="white"/> becomes 1.</summary>
    public void Shape<TSource, T>(TSource source, RowOf<TSource, T> rowOf, int samples, int white, Span<float> frame)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (resizer is null)
        {
            Planes(source, rowOf, samples, white, frame);
            return;
        }
        var plane = crop.Height * crop.Width;
        using var rented = new Rented<float>(Frame.Channels * plane);
        Planes(source, rowOf, samples, white, rented.Span);
        for (var c = 0; c < Frame.Channels; c++)
            resizer.Resize(rented.Span.Slice(c * plane, plane), crop.Width, frame.Slice(c * Frame.Plane, Frame.Plane));
        foreach (ref var value in frame)
            value = Math.Clamp(white > byte.MaxValue ? value : MathF.Round(value * 255) / 255, 0, 1); // what is cubic goes beyond
    }

    /// <summary>Makes one frame of bytes of a picture of bytes, both [C, height, width].</summary>
    public void ShapeBytes(ReadOnlySpan<byte> picture, Span<byte> frame)
    {
        var (kept, plane) = (crop.Height * crop.Width, Size.Height * Size.Width);
        using var values = new Rented<float>(resizer is null ? 0 : kept + Frame.Plane);
        for (var c = 0; c < Frame.Channels; c++)
        {
            var from = picture.Slice(c * plane, plane);
            var to = frame.Slice(c * Frame.Plane, Frame.Plane);
            for (var y = 0; y < crop.Height; y++)
            {
                var row = from.Slice(((crop.Top + y) * Size.Width) + crop.Left, crop.Width);
                if (resizer is null)
                    row.CopyTo(to[(y * crop.Width)..]);
                else
                    UnitBytes.ToFloats(row, values.Span.Slice(y * crop.Width, crop.Width));
            }
            if (resizer is null)
                continue;
            var resized = values.Span[kept..];
            resizer.Resize(values.Span[..kept], crop.Width, resized);
            for (var i = 0; i < to.Length; i++)
                to[i] = (byte)MathF.Round(Math.Clamp(resized[i], 0, 1) * byte.MaxValue);
        }
    }

    private void Planes<TSource, T>(TSource source, RowOf<TSource, T> rowOf, int samples, int white, Span<float> planes)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var y = 0; y < crop.Height; y++)
        {
            var row = rowOf(source, crop.Top + y).Slice(crop.Left * samples, crop.Width * samples);
            for (var c = 0; c < Frame.Channels; c++)
            {
                var to = planes.Slice(((c * crop.Height) + y) * crop.Width, crop.Width);
                if (samples == 3 && Frame.Channels == 1)
                    Grey(row, white, to);
                else if (samples == 1 && white == byte.MaxValue && typeof(T) == typeof(byte))
                    UnitBytes.ToFloats(MemoryMarshal.AsBytes(row), to);
                else
                    for (var x = 0; x < to.Length; x++)
                        to[x] = int.CreateTruncating(row[(x * samples) + (samples == 3 ? c : 0)]) / (float)white;
            }
        }
    }

    // In whole numbers, and rounded to one, so that a grey stays exactly what it was.
    private static void Grey<T>(ReadOnlySpan<T> row, int white, Span<float> to)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int x = 0, at = 0; x < to.Length; x++, at += 3)
        {
            var (red, green, blue) = (int.CreateTruncating(row[at]), int.CreateTruncating(row[at + 1]), int.CreateTruncating(row[at + 2]));
            to[x] = ((299 * red) + (587 * green) + (114 * blue) + 500) / 1000 / (float)white;
        }
    }
}
