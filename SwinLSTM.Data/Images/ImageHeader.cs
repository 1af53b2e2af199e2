namespace SwinLSTM.Data;

/// <summary>
/// What the first bytes of an image say, checked before anything is decoded: its format, its size, and how long the file must be. What a file
/// claims is never allocated here.
/// </summary>
/// <param name="Kind">The format.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Palette">Whether pixels are numbers of colours in a table.</param>
internal readonly record struct ImageHeader(ImageKind Kind, int Width, int Height, bool Palette = false)
{
    /// <summary>Reads the header of an image that is in memory, and keeps what decoding needs.</summary>
    /// <param name="file">The file; shortened to the image itself, without what was appended to it.</param>
    /// <param name="maximumPixels">The largest image.</param>
    /// <returns>The header.</returns>
    /// <exception cref="InvalidDataException">It is no image of a known format, is cut short or is too large.</exception>
    public static ImageHeader Read(ref Span<byte> file, int maximumPixels)
    {
        var (kind, (width, height, palette)) = file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => (ImageKind.Png, PngHeader.Read(ref file)),
            [0xFF, 0xD8, 0xFF, ..] => (ImageKind.Jpeg, JpegHeader.Read(file)),
            [(byte)'B', (byte)'M', ..] => (ImageKind.Bmp, BmpHeader.Read(ref file)),
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => (ImageKind.Tiff, TiffHeader.Read(file)),
            [(byte)'P', (byte)'5' or (byte)'6', ..] => (ImageKind.Pnm, PnmHeader.Read(ref file)),
            [] => throw new InvalidDataException("An image has at least a header; the file is empty."),
            _ => throw new InvalidDataException("Images are PNG, JPEG, BMP, TIFF, or PGM and PPM with bytes (P5, P6), told by their first bytes; the file is none of them. Convert it."),
        };
        if (width < 1 || height < 1 || width * height > maximumPixels)
            throw new InvalidDataException($"An image has 1 to {maximumPixels} pixels (FFmpegOptions.MaximumPixels); the {Name(kind)} says that it has {width} x {height}.");
        return new(kind, (int)width, (int)height, palette);
    }

    /// <summary>What ffmpeg calls the decoder.</summary>
    public static string Decoder(ImageKind kind) => kind switch
    {
        ImageKind.Png => "png",
        ImageKind.Jpeg => "mjpeg",
        ImageKind.Bmp => "bmp",
        ImageKind.Tiff => "tiff",
        _ => "ppm", // the decoder of all of P1 to P6
    };

    public static string Name(ImageKind kind) => kind.ToString().ToUpperInvariant();

    public static InvalidDataException CutShort(ImageKind kind, long needed, long there) =>
        new($"The {Name(kind)} is cut short: it needs {needed} bytes, but the file has {there}.");
}
