using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM;

/// <summary>A cursor over the bytes of a pickle that never leaves them.</summary>
internal sealed class PickleInput(byte[] bytes, BadFile bad)
{
    private const int LongestText = 1 << 20;
    private const int LongestLine = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes from there to the end.</summary>
    public int Left => bytes.Length - Position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    // The one number that pickles hold with its first byte first.
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)Left)
            throw bad.Because("data.pkl holds every byte that its instructions announce.",
                $"{count} bytes announced at byte {Position}, {Left} left");
        ReadOnlySpan<byte> taken = bytes.AsSpan(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    public string Text(ulong length)
    {
        if (length > LongestText)
            throw bad.Because($"A text in data.pkl has at most {LongestText} bytes.", $"{length} at byte {Position}");
        return Decode(Take(length));
    }

    /// <summary>Text up to the next line feed.</summary>
    public string Line()
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan(Position);
        int length = rest[..Math.Min(rest.Length, LongestLine)].IndexOf((byte)'\n');
        if (length < 0)
            throw bad.Because($"A name in data.pkl ends within {LongestLine} bytes.", $"none that does at byte {Position}");
        Position += length + 1;
        return Decode(rest[..length]);
    }

    private string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw bad.Because("Text in data.pkl is UTF-8.", $"other bytes before byte {Position}", e);
        }
    }
}
