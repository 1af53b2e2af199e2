using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SwinLSTM.Data;

/// <summary>Reads image files through ImageSharp: PNG, JPEG, BMP, GIF and TIFF, and PGM and PPM by ourselves. The size is looked at before
/// anything is decoded. The one place that turns pictures as they are shown, and that makes the library's exceptions ours.</summary>
internal static class ImageFile
{
    private const string Formats = "Images are PNG, JPEG, BMP, GIF, TIFF, or PGM and PPM with bytes (P5, P6), told by their first bytes; " +
        "the file is none of them. Convert it.";

    // The library fills what a file lacks with black. Zeros behind the end show whether it read any of them.
    private const int Beyond = 64;
    private const int MostScans = 1000; // each walks over the whole picture, however little it brings

    private static readonly Configuration library = Library();

    /// <summary>Reads an image into a frame, by what makes frames of pictures of a size, [rows, columns] as shown, or without that its size
    /// alone.</summary>
    /// <exception cref="InvalidDataException">It is no image, is damaged, is too large or holds several pictures; the message names
    /// it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (int Height, int Width, bool Deep) Read(string path, PictureOptions options, Func<int, int,
        PictureShaper>? shaperFor = null,
        Span<float> frame = default)
    {
        var buffer = Array.Empty<byte>();
        try
        {
            using var handle = File.OpenHandle(path);
            var (length, most) = (RandomAccess.GetLength(handle),
                Math.Min(Array.MaxLength - Beyond, (8L * options.MaximumPixels) + (1 << 20)));
            if (length > most)
                throw new InvalidDataException($"An image file has at most {most} bytes where pictures have at most " +
                    $"{options.MaximumPixels} pixels (MaximumPixels); it has {length}.");
            buffer = ArrayPool<byte>.Shared.Rent((int)length + Beyond);
            var filled = 0;
            while (filled < length && RandomAccess.Read(handle, buffer.AsSpan(filled, (int)length - filled), filled) is > 0 and var count)
                filled += count;
            buffer.AsSpan(filled, Beyond).Clear();
            return Decode(buffer, filled, options, shaperFor, frame);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"The image '{path}' may not be read: {refused.Message}", refused);
        }
        catch (Exception e) when (e is not (IOException or OutOfMemoryException))
        {
            // Of the library's exceptions more than its own are known to come out of damaged files.
            var reason = e is InvalidDataException or ArgumentException
                ? e.Message : $"It is damaged, or of a kind that is not read: {e.Message}";
            throw new InvalidDataException($"'{path}' cannot be used as an image. {reason}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static void CheckSize(long height, long width, int maximumPixels)
    {
        if (width < 1 || height < 1 || width * height > maximumPixels)
            throw new InvalidDataException($"A picture has 1 to {maximumPixels} pixels (MaximumPixels); the file says that it has " +
                $"{width} x {height}.");
    }

    public static InvalidDataException CutShort() => new("It is cut short. Fetch or make it again.");

    private static (int Height, int Width, bool Deep) Decode(byte[] buffer, int length, PictureOptions options,
        Func<int, int, PictureShaper>? shaperFor, Span<float> frame)
    {
        var file = buffer.AsSpan(0, length);
        if (file is [(byte)'P', (byte)'5' or (byte)'6', ..])
        {
            var image = PnmImage.Parse(file, options.MaximumPixels);
            if (shaperFor is not null)
                image.Shape(buffer, shaperFor(image.Height, image.Width), frame);
            return (image.Height, image.Width, image.Bytes > 1);
        }

        var tiff = file is [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] ? TiffDirectory.Parse(file)
            : (TiffDirectory?)null;
        Prepare(file);
        using var stream = new MemoryStream(buffer, 0, length + Beyond, writable: false);
        if (Image.Identify(library, stream, out var format) is not { } header)
            throw new InvalidDataException(length == 0 ? "The file is empty." : Formats);
        CheckSize(header.Height, header.Width, options.MaximumPixels);
        if (format is BmpFormat && header.PixelType.BitsPerPixel == 16)
            throw new InvalidDataException("A BMP of 16 bits for each pixel is not read: its white is too dark then. Convert it to PNG.");
        var orientation = tiff?.Orientation ?? header.Metadata.ExifProfile?.GetValue(ExifTag.Orientation)?.Value ?? 1;
        var (height, width) = orientation is >= 5 and <= 8 ? (header.Width, header.Height) : (header.Height, header.Width);
        var deep = tiff?.BitsPerSample > 8 || (format is PngFormat && header.Metadata.GetPngMetadata().BitDepth == PngBitDepth.Bit16);
        if (shaperFor is null)
            return (height, width, deep);

        stream.Position = 0;
        if (deep)
            Shape<Rgb48, ushort>(stream, length, shaperFor(height, width), (height, width), orientation, ushort.MaxValue, frame);
        else
            Shape<Rgb24, byte>(stream, length, shaperFor(height, width), (height, width), orientation, byte.MaxValue, frame);
        return (height, width, deep);
    }

    private static void Shape<TPixel, TSample>(MemoryStream stream, int length, PictureShaper shaper, (int, int) size, int orientation,
        int white, Span<float> frame)
        where TPixel : unmanaged, IPixel<TPixel>
        where TSample : unmanaged, System.Numerics.IBinaryInteger<TSample>
    {
        using var image = Image.Load<TPixel>(library, stream);
        if (stream.Position > length)
            throw CutShort();
        if (image.Frames.Count > 1)
            throw Several();
        // Of a TIFF the library keeps the orientation elsewhere.
        (image.Metadata.ExifProfile = new()).SetValue(ExifTag.Orientation, (ushort)orientation);
        image.Mutate(picture => picture.AutoOrient());
        if ((image.Height, image.Width) != size)
            throw new InvalidDataException($"Its header says that it has {size} rows and columns, but {(image.Height, image.Width)} were " +
                "decoded.");
        using var samples = new Rented<TPixel>(image.Width * image.Height);
        image.CopyPixelDataTo(samples.Span);
        shaper.Shape<TSample>(MemoryMarshal.Cast<TPixel, TSample>(samples.Span), samples: 3, white, frame);
    }

    /// <summary>Looks at what the library does not look at, and leaves out what it would unpack without a limit.</summary>
    private static void Prepare(Span<byte> file)
    {
        if (file is [0xFF, 0xD8, ..] && file.Count([(byte)0xFF, (byte)0xDA]) > MostScans)
            throw new InvalidDataException($"A JPEG has at most {MostScans} scans; the file has more. Write it anew.");
        if (!file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return;
        for (var at = 8L; at + 12 <= file.Length; at += 12 + BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]))
        {
            var name = file.Slice((int)at + 4, 4);
            if (name.SequenceEqual("acTL"u8))
                throw Several();
            if (name.SequenceEqual("iCCP"u8) || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("iTXt"u8))
                "skIp"u8.CopyTo(name); // a chunk that nobody knows is passed over
        }
    }

    internal static InvalidDataException Several() => new("It holds several pictures, and an image file is one frame. Split it into " +
        "files; an animation opens as a video (VideoFile).");

    private static Configuration Library()
    {
        var configuration = new Configuration(new PngConfigurationModule(), new JpegConfigurationModule(), new BmpConfigurationModule(),
            new GifConfigurationModule(), new TiffConfigurationModule())
        {
            MaxDegreeOfParallelism = 1, // readers are threads already
            MemoryAllocator = MemoryAllocator.Create(new() { MaximumPoolSizeMegabytes = 64, AllocationLimitMegabytes = 2047 }),
        };
        configuration.ImageFormatsManager.SetDecoder(GifFormat.Instance, new GifDecoder { MaxFrames = 2 });
        configuration.ImageFormatsManager.SetDecoder(TiffFormat.Instance,
            new TiffDecoder { DecodingMode = SixLabors.ImageSharp.Metadata.FrameDecodingMode.First });
        return configuration;
    }
}
