using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>JPEG (ITU-T T.81): segments that begin with FF and a marker; the frame header (SOF) has the size.</summary>
internal static class JpegHeader
{
    public static (long Width, long Height, bool Palette) Read(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xFF)
                throw new InvalidDataException($"A segment of a JPEG begins with FF; byte {at} is {file[at]:X2}.");
            var marker = file[at + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += marker == 0xFF ? 1 : 2; // a byte that fills, or a marker without a segment
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return length >= 8 && at + 9 <= file.Length
                    ? (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), false)
                    : throw ImageHeader.CutShort(ImageKind.Jpeg, at + 10, file.Length);
            if (length < 2 || marker is 0xD9 or 0xDA)
                break;
            at += 2 + length;
        }
        throw new InvalidDataException("A JPEG has a frame header (SOF) before its data, which says how large it is; the file has none, or is cut short.");
    }
}
