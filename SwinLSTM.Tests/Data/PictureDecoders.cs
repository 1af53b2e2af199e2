using System.Buffers.Binary;
using System.IO.Compression;

namespace SwinLSTM.Tests;

/// <summary>Decoders for what the writers write, from the formats' definitions.</summary>
internal static class PictureDecoders
{
    public static (int Width, int Height, byte[] Pixels) Png(byte[] file)
    {
        if (!file.AsSpan(0, 8).SequenceEqual<byte>([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]))
            throw new InvalidDataException("no PNG");
        var (header, data, position) = (Array.Empty<byte>(), new List<byte>(), 8);
        while (true)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(position));
            var name = System.Text.Encoding.ASCII.GetString(file, position + 4, 4);
            if (Crc(file.AsSpan(position + 4, 4 + length)) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position + 8 + length)))
                throw new InvalidDataException($"checksum of {name}");
            var content = file[(position + 8)..(position + 8 + length)];
            position += 12 + length;
            if (name == "IHDR")
                header = content;
            else if (name == "IDAT")
                data.AddRange(content);
            else if (name == "IEND" && position == file.Length)
                break;
            else
                throw new InvalidDataException(name);
        }

        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        if (header[9] is not (0 or 2) || !header.AsSpan(8).SequenceEqual<byte>([8, header[9], 0, 0, 0]))
            throw new InvalidDataException("neither 8-bit grey nor 8-bit colour");
        using var rows = new MemoryStream();
        using (var inflate = new ZLibStream(new MemoryStream([.. data]), CompressionMode.Decompress))
            inflate.CopyTo(rows);
        var filtered = rows.ToArray();
        var row = header[9] == 2 ? 3 * width : width;
        var pixels = new byte[row * height];
        for (var y = 0; y < height; y++)
        {
            if (filtered[y * (row + 1)] != 0)
                throw new InvalidDataException("row filter");
            filtered.AsSpan(y * (row + 1) + 1, row).CopyTo(pixels.AsSpan(y * row));
        }
        return (width, height, pixels);
    }

    public static (int Width, int Height, bool Loops, List<(int Delay, byte[] Pixels)> Frames) Gif(byte[] file)
    {
        if (System.Text.Encoding.ASCII.GetString(file, 0, 6) != "GIF89a" || file[10] != 0xF7)
            throw new InvalidDataException("no GIF with a palette of 256");
        int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));
        var (width, height, position, loops, delay) = (Short(6), Short(8), 13, false, 0);
        for (var shade = 0; shade < 256; shade++, position += 3)
            if (file[position] != shade || file[position + 1] != shade || file[position + 2] != shade)
                throw new InvalidDataException("palette");
        var frames = new List<(int, byte[])>();
        while (file[position] != 0x3B)
            if (file[position] == 0x21)
            {
                var label = file[position + 1];
                position += 2;
                var blocks = Blocks();
                if (label == 0xF9)
                    delay = BinaryPrimitives.ReadUInt16LittleEndian(blocks.AsSpan(1));
                else
                    loops = System.Text.Encoding.ASCII.GetString(blocks, 0, 11) == "NETSCAPE2.0" && blocks[12] == 0 && blocks[13] == 0;
            }
            else
            {
                if (file[position] != 0x2C || (Short(position + 5), Short(position + 7), file[position + 9]) != (width, height, 0))
                    throw new InvalidDataException("image descriptor");
                var bits = file[position + 10];
                position += 11;
                frames.Add((delay, Unpack(Blocks(), bits)));
            }
        if (position + 1 != file.Length)
            throw new InvalidDataException("bytes after the end");
        return (width, height, loops, frames);

        byte[] Blocks()
        {
            var bytes = new List<byte>();
            for (; file[position] != 0; position += file[position] + 1)
                bytes.AddRange(file.AsSpan(position + 1, file[position]).ToArray());
            position++;
            return [.. bytes];
        }
    }

    private static byte[] Unpack(byte[] data, int symbolBits)
    {
        var (clear, end) = (1 << symbolBits, (1 << symbolBits) + 1);
        var (strings, width, bit) = (new List<byte[]>(), symbolBits + 1, 0);
        byte[]? previous = null;
        var output = new List<byte>();
        while (true)
        {
            var code = 0;
            for (var i = 0; i < width; i++, bit++)
                code |= (data[bit / 8] >> bit % 8 & 1) << i;
            if (code == end)
            {
                if ((bit + 7) / 8 != data.Length)
                    throw new InvalidDataException("codes after the end");
                return [.. output];
            }
            if (code == clear)
            {
                strings = [.. Enumerable.Range(0, clear).Select(symbol => new[] { (byte)symbol }), [], []];
                (width, previous) = (symbolBits + 1, null);
                continue;
            }
            var known = code < strings.Count;
            var current = known ? strings[code] : [.. previous!, previous![0]];
            output.AddRange(current);
            if (previous is not null && strings.Count < 4096)
            {
                if (!known && code != strings.Count)
                    throw new InvalidDataException("a code from the future");
                strings.Add([.. previous, current[0]]);
                if (strings.Count == 1 << width && width < 12)
                    width++;
            }
            previous = current;
        }
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }
        return ~crc;
    }
}
