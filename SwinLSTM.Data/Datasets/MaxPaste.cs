using System.Numerics;

namespace SwinLSTM.Data;

/// <summary>Puts an image on a canvas so that the brighter of the two shows: how overlapping digits are combined.</summary>
internal static class MaxPaste
{
    /// <summary>Replaces every pixel of the canvas under the image by the larger of the two.</summary>
    /// <param name="canvas">Pixels [rows, <paramref name="canvasWidth"/>].</param>
    /// <param name="canvasWidth">Columns of the canvas.</param>
    /// <param name="image">Pixels [rows, <paramref name="imageWidth"/>].</param>
    /// <param name="imageWidth">Columns of the image.</param>
    /// <param name="top">The canvas row of the image's first row.</param>
    /// <param name="left">The canvas column of the image's first column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image does not lie within the canvas.</exception>
    public static void Paste(Span<byte> canvas, int canvasWidth, ReadOnlySpan<byte> image, int imageWidth, int top, int left)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageWidth, 1);
        var rows = image.Length / imageWidth;
        if (top < 0 || left < 0 || left > canvasWidth - imageWidth || (long)(top + rows) * canvasWidth > canvas.Length)
            throw new ArgumentOutOfRangeException(nameof(top), $"An image of {rows} x {imageWidth} at row {top}, column {left} does not lie " +
                $"within a canvas {canvasWidth} wide of {canvas.Length} pixels.");

        for (var row = 0; row < rows; row++)
            Max(canvas.Slice((top + row) * canvasWidth + left, imageWidth), image.Slice(row * imageWidth, imageWidth));
    }

    private static void Max(Span<byte> canvas, ReadOnlySpan<byte> image)
    {
        var last = canvas.Length - Vector<byte>.Count;
        if (last < 0)
        {
            for (var i = 0; i < canvas.Length; i++)
                canvas[i] = Math.Max(canvas[i], image[i]);
            return;
        }

        // The last step overlaps the one before it: the larger of the two stays the larger of the two.
        for (var i = 0; ; i = Math.Min(i + Vector<byte>.Count, last))
        {
            Vector.Max(new Vector<byte>(canvas[i..]), new Vector<byte>(image[i..])).CopyTo(canvas[i..]);
            if (i == last)
                return;
        }
    }
}
