using System.Buffers.Binary;
using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Digits as an IDX file.</summary>
internal static class DigitFiles
{
    public static void Write(string path, DigitImages images)
    {
        using var stream = File.Create(path);
        Span<byte> number = stackalloc byte[4];
        foreach (var value in new[] { 0x00000803, images.Count, images.Height, images.Width })
        {
            BinaryPrimitives.WriteInt32BigEndian(number, value);
            stream.Write(number);
        }

        for (var i = 0; i < images.Count; i++) stream.Write(images[i]);
    }
}
