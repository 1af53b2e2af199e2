using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>
/// IVF, the plainest container of pictures there is: a header, then each picture behind its length and number. So one ffmpeg decodes any
/// number of image files, knows where each ends, and never sees a file's name.
/// </summary>
internal static class IvfStream
{
    public static void WriteHeader(Stream stream, ImageHeader image)
    {
        Span<byte> header = stackalloc byte[32];
        header.Clear();
        "DKIF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 32);
        // Behind any other name, PNG pictures after the first count as changes of the one before.
        (image.Kind == ImageKind.Png ? "MPNG"u8 : "MJPG"u8).CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], (ushort)Math.Min(image.Width, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(header[14..], (ushort)Math.Min(image.Height, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 25); // pictures a second
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        stream.Write(header);
    }

    public static void WritePicture(Stream stream, ReadOnlySpan<byte> picture, long number)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)picture.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[4..], number);
        stream.Write(header);
        stream.Write(picture);
    }
}
