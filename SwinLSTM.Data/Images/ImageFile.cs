namespace SwinLSTM.Data;

/// <summary>Reads image files whole, one after another into the same memory. For one thread at a time.</summary>
internal sealed class ImageFile(ImageOptions options)
{
    private byte[] buffer = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Which.</param>
    /// <param name="image">The image itself; until the next file is read.</param>
    /// <returns>What its header says.</returns>
    /// <exception cref="InvalidDataException">It is no image, is cut short, or is too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ImageHeader Read(string path, out ReadOnlySpan<byte> image)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (length > options.MaximumBytes)
                throw new InvalidDataException($"An image file has at most {options.MaximumBytes} bytes (ImageOptions.MaximumBytes); it has {length}.");
            if (buffer.Length < length)
                buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(2 * length, options.MaximumBytes));
            var there = buffer.AsSpan(0, (int)length);
            var filled = 0;
            while (filled < there.Length && RandomAccess.Read(file, there[filled..], filled) is > 0 and var count)
                filled += count;
            there = there[..filled];
            var header = ImageHeader.Read(ref there, options.FFmpeg.MaximumPixels);
            image = there;
            return header;
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"'{path}' cannot be used as an image. {damaged.Message}", damaged);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"The image '{path}' may not be read: {refused.Message}", refused);
        }
    }
}
