using System.Numerics;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Makes frames [C, H, W] in [0, 1] of pictures of one size: crop, colour, resize. Any number of threads may use it.</summary>
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

    /// <summary>Rows and columns of the pictures.</summary>
    public (int Height, int Width) Size { get; }

    public FrameShape Frame { get; }

    /// <summary>Makes one frame of a picture [H, W, samples] of bytes or ushorts, grey or red, green and blue, or [samples, H, W] where it
    /// is planar; the sample <paramref name="white"/> becomes 1.</summary>
    public void Shape<T>(ReadOnlySpan<T> picture, int samples, int white, Span<float> frame, bool planar = false)
        where T : unmanaged, IBinaryInteger<T>
    {
        var plane = crop.Height * crop.Width;
        using var rented = new Rented<float>(resizer is null ? 0 : Frame.Channels * plane);
        var planes = resizer is null ? frame : rented.Span;
        var (pixel, channel) = planar ? (1, Size.Height * Size.Width) : (samples, 1);
        for (var row = 0; row < Frame.Channels * crop.Height; row++)
        {
            var (c, y) = Math.DivRem(row, crop.Height);
            var from = picture[((((((crop.Top + y) * Size.Width) + crop.Left) * pixel) + (samples == 1 ? 0 : c * channel)))..];
            var to = planes.Slice(row * crop.Width, crop.Width);
            if (samples == 3 && Frame.Channels == 1)
                Grey(from, white, to);
            else if (pixel == 1 && white == byte.MaxValue && typeof(T) == typeof(byte))
                UnitBytes.ToFloats(MemoryMarshal.AsBytes(from[..to.Length]), to);
            else
                for (var x = 0; x < to.Length; x++)
                    to[x] = int.CreateTruncating(from[x * pixel]) / (float)white;
        }
        if (resizer is null)
            return;
        for (var c = 0; c < Frame.Channels; c++)
            resizer.Resize(planes.Slice(c * plane, plane), crop.Width, frame.Slice(c * Frame.Plane, Frame.Plane));
        foreach (ref var value in frame)
            value = Math.Clamp(white > byte.MaxValue ? value : MathF.Round(value * 255) / 255, 0, 1); // what is cubic goes beyond
    }

    /// <summary>Makes one frame of bytes of a picture of bytes, both [C, height, width].</summary>
    public void ShapeBytes(ReadOnlySpan<byte> picture, Span<byte> frame)
    {
        if (resizer is not null)
        {
            using var values = new Rented<float>(Frame.Values);
            Shape(picture, Frame.Channels, byte.MaxValue, values.Span, planar: true);
            UnitBytes.FromFloats(values.Span, frame);
            return;
        }
        for (var row = 0; row < Frame.Channels * crop.Height; row++)
        {
            var (c, y) = Math.DivRem(row, crop.Height);
            picture.Slice((((c * Size.Height) + crop.Top + y) * Size.Width) + crop.Left, crop.Width).CopyTo(frame[(row * crop.Width)..]);
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
