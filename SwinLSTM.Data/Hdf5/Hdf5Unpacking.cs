using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace SwinLSTM.Data;

/// <summary>Undoes the filters of a block, the last one first.</summary>
internal static class Hdf5Unpacking
{
    // Deflate makes at most 258 bytes from 2 bits, LZF 264 from 3 bytes.
    private const int MostOfDeflate = 1032;
    private const int MostOfLzf = 88;

    public static bool Knows(Hdf5Filter filter) => filter is Hdf5Filter.Gzip or Hdf5Filter.Shuffle or Hdf5Filter.Fletcher32 or Hdf5Filter.Lzf;

    public static string Name(Hdf5Filter filter) => Enum.IsDefined(filter) ? filter.ToString().ToLowerInvariant() : $"filter {(int)filter}";

    /// <summary>The most bytes that <paramref name="packed"/> bytes can unpack to: what a file announces beyond that is not true.</summary>
    public static long MostFrom(long packed, ReadOnlySpan<Hdf5Filter> filters)
    {
        Int128 most = packed;
        foreach (var filter in filters)
            most *= filter switch { Hdf5Filter.Gzip => MostOfDeflate, Hdf5Filter.Lzf => MostOfLzf, _ => 1 };
        return most > long.MaxValue ? long.MaxValue : (long)most;
    }

    /// <summary>Fills <paramref name="values"/> from a packed block.</summary>
    /// <param name="packed">The block; may be longer than the block.</param>
    /// <param name="length">Bytes of the block.</param>
    /// <param name="filters">What it went through, in that order.</param>
    /// <param name="skipped">A bit for each filter that this block did not go through.</param>
    /// <param name="element">Bytes of a value.</param>
    /// <param name="values">Receives exactly as many bytes as there should be.</param>
    /// <exception cref="InvalidDataException">The block is damaged; the message goes on from its name.</exception>
    public static void Unpack(byte[] packed, int length, ReadOnlySpan<Hdf5Filter> filters, uint skipped, int element, byte[] values)
    {
        var (first, second) = (ArrayPool<byte>.Shared.Rent(values.Length + 4), ArrayPool<byte>.Shared.Rent(values.Length + 4));
        try
        {
            var (from, to) = (packed, first);
            for (var i = filters.Length - 1; i >= 0; i--)
            {
                if ((skipped & (1u << i)) != 0)
                    continue;
                if (filters[i] == Hdf5Filter.Fletcher32)
                {
                    length = CheckSum(from.AsSpan(0, length));
                    continue;
                }
                // A checksum that was there first is still to come.
                var room = to.AsSpan(0, values.Length + (filters[..i].Contains(Hdf5Filter.Fletcher32) ? 4 : 0));
                length = filters[i] switch
                {
                    Hdf5Filter.Gzip => Inflate(from, length, room),
                    Hdf5Filter.Lzf => Hdf5Lzf.Unpack(from.AsSpan(0, length), room) is >= 0 and var got ? got : throw Wrong("does not unpack"),
                    _ => Unshuffle(from.AsSpan(0, length), element, room),
                };
                (from, to) = (to, ReferenceEquals(to, first) ? second : first);
            }
            if (length != values.Length)
                throw Wrong($"unpacks to {length} bytes where {values.Length} belong");
            from.AsSpan(0, length).CopyTo(values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(first);
            ArrayPool<byte>.Shared.Return(second);
        }
    }

    private static int Inflate(byte[] packed, int length, Span<byte> to)
    {
        const string more = "unpacks to more bytes than belong there";
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
            var got = stream.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
            return stream.ReadByte() < 0 ? got : throw Wrong(more);
        }
        catch (InvalidDataException e) when (e.Message != more)
        {
            throw new InvalidDataException($"does not unpack ({e.Message})", e);
        }
    }

    /// <summary>The first bytes of all values come first, then all second bytes, and so on; what does not fill a value stays at the end.</summary>
    private static int Unshuffle(ReadOnlySpan<byte> planes, int element, Span<byte> to)
    {
        if (planes.Length > to.Length)
            throw Wrong($"has {planes.Length} bytes where {to.Length} belong");
        var values = planes.Length / element;
        for (var part = 0; part < element; part++)
        {
            var plane = planes.Slice(part * values, values);
            for (int i = 0, at = part; i < plane.Length; i++, at += element)
                to[at] = plane[i];
        }
        planes[(values * element)..].CopyTo(to[(values * element)..]);
        return planes.Length;
    }

    /// <summary>Compares Fletcher's checksum over big-endian 16-bit words with the 4 little-endian bytes at the end, and takes these away.</summary>
    private static int CheckSum(ReadOnlySpan<byte> block)
    {
        if (block.Length < 4)
            throw Wrong("has no checksum");
        var data = block[..^4];
        uint low = 0, high = 0;
        for (var i = 0; i + 1 < data.Length; i += 2)
        {
            low = (low + (((uint)data[i] << 8) | data[i + 1])) % 65535;
            high = (high + low) % 65535;
        }
        if (data.Length % 2 == 1)
        {
            low = (low + ((uint)data[^1] << 8)) % 65535;
            high = (high + low) % 65535;
        }
        // The library folds 65535 into itself, so 0 and 65535 are one value.
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]);
        return stored % 65536 % 65535 == low && (stored >> 16) % 65535 == high ? data.Length : throw Wrong("does not match its checksum");
    }

    private static InvalidDataException Wrong(string what) => new(what);
}
