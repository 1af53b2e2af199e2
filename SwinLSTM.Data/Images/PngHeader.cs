using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>PNG (ISO/IEC 15948): a signature, then chunks of length, name, data and checksum, the first IHDR, the last IEND.</summary>
internal static class PngHeader
{
    /// <summary>Finds the size, and closes up the file to the chunks that make the pixels: others can unpack to any size, and change no pixel.</summary>
    public static (long Width, long Height, bool Palette) Read(ref Span<byte> file)
    {
        var (width, height, palette, kept, at) = (0L, 0L, false, 8, 8L);
        while (true)
        {
            if (at + 12 > file.Length)
                throw ImageHeader.CutShort(ImageKind.Png, at + 12, file.Length);
            var chunk = file[(int)at..];
            long length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var name = chunk.Slice(4, 4);
            if (at + 12 + length > file.Length)
                throw ImageHeader.CutShort(ImageKind.Png, at + 12 + length, file.Length);
            if (at == 8)
            {
                if (!name.SequenceEqual("IHDR"u8) || length != 13)
                    throw new InvalidDataException("A PNG begins with a chunk IHDR of 13 bytes; the file does not.");
                (width, height, palette) = (BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]), chunk[17] == 3);
            }
            var last = name.SequenceEqual("IEND"u8);
            if (last || name.SequenceEqual("IHDR"u8) || name.SequenceEqual("PLTE"u8) || name.SequenceEqual("tRNS"u8) || name.SequenceEqual("IDAT"u8))
            {
                chunk[..(int)(length + 12)].CopyTo(file[kept..]);
                kept += (int)length + 12;
            }
            at += length + 12;
            if (last)
            {
                file = file[..kept];
                return (width, height, palette);
            }
        }
    }
}
