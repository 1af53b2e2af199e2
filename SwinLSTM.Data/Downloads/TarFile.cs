using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// Files and folders of a tar archive (POSIX ustar, with the long names of pax and GNU), read in one pass. A header cannot make it allocate more than a
/// long name may take.
/// </summary>
internal static class TarFile
{
    private const int Block = 512, LongestMeta = 64 << 10;

    /// <summary>Reads all entries.</summary>
    /// <param name="stream">The unpacked archive.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="folder">Gets the name of each folder.</param>
    /// <param name="file">Gets the name and the content of each file.</param>
    /// <exception cref="InvalidDataException">It is damaged, cut short, or has something else in it.</exception>
    public static void Read(Stream stream, string path, Action<string> folder, Action<string, Stream> file)
    {
        var header = new byte[Block];
        string? longName = null;
        long? longSize = null;
        while (true)
        {
            var got = stream.ReadAtLeast(header, Block, throwOnEndOfStream: false);
            if (got == 0 || (got == Block && !header.AsSpan().ContainsAnyExcept((byte)0)))
                return;
            if (got < Block)
                throw CutShort(path);
            CheckSum(header, path);
            var kind = (char)header[156];
            var size = Number(header.AsSpan(124, 12), path);
            if (kind is 'x' or 'L')
            {
                var meta = Meta(stream, size, path);
                if (kind == 'L')
                    longName = meta.TrimEnd('\0');
                else
                    Pax(meta, ref longName, ref longSize, path);
                continue;
            }

            size = longSize ?? size;
            var name = longName ?? Name(header);
            (longName, longSize) = (null, null);
            using var content = new Part(stream, size, path);
            if (kind is '5')
                folder(name);
            else if (kind is '0' or '\0' or '7')
                file(name, content);
            else if (kind is not 'g')
                throw new InvalidDataException($"{path} is not unpacked: its entry '{name}' is a link or a device (kind '{kind}'); only files and folders are unpacked.");
            content.SkipRest((Block - (size % Block)) % Block);
        }
    }

    private static InvalidDataException CutShort(string path) => new($"{path} is cut short. Fetch it again.");

    private static string Name(ReadOnlySpan<byte> header)
    {
        var (name, prefix) = (Text(header[..100]), header[257..].StartsWith("ustar\0"u8) ? Text(header.Slice(345, 155)) : "");
        return prefix == "" ? name : $"{prefix}/{name}";
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field);

    private static long Number(ReadOnlySpan<byte> field, string path)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            // GNU: the number itself, big-endian, in the last eight bytes.
            if (field[0] != 0x80 || field[1..4].ContainsAnyExcept((byte)0) || (value = BinaryPrimitives.ReadInt64BigEndian(field[4..])) < 0)
                throw new InvalidDataException($"{path} has an entry of a size that cannot be. Fetch it again.");
            return value;
        }
        foreach (var digit in field.Trim(" \0"u8))
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value << 3) + (digit - '0') : throw new InvalidDataException($"{path} has a header that is none of tar's. Fetch it again.");
        return value;
    }

    private static void CheckSum(ReadOnlySpan<byte> header, string path)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++)
            sum += i is >= 148 and < 156 ? 0 : header[i];
        if (sum != Number(header.Slice(148, 8), path))
            throw new InvalidDataException($"{path} has a damaged header: its checksum is another. Fetch it again.");
    }

    private static string Meta(Stream stream, long size, string path)
    {
        if (size > LongestMeta)
            throw new InvalidDataException($"{path} announces a name of {size} bytes; at most {LongestMeta} are read.");
        var bytes = new byte[(size + Block - 1) / Block * Block];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? Encoding.UTF8.GetString(bytes, 0, (int)size) : throw CutShort(path);
    }

    // Lines of "LENGTH KEY=VALUE"; the others say nothing that is needed here.
    private static void Pax(string meta, ref string? name, ref long? size, string path)
    {
        foreach (var line in meta.Split('\n'))
        {
            var record = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            if (record.StartsWith("path=", StringComparison.Ordinal))
                name = record["path=".Length..];
            else if (record.StartsWith("size=", StringComparison.Ordinal))
                size = long.TryParse(record["size=".Length..], out var value) && value >= 0 ? value : throw new InvalidDataException($"{path} has an entry of a size that cannot be. Fetch it again.");
        }
    }

    /// <summary>The bytes of one entry.</summary>
    private sealed class Part(Stream stream, long left, string path) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (left == 0 || buffer.IsEmpty)
                return 0;
            var got = stream.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= got;
            return got > 0 ? got : throw CutShort(path);
        }

        public void SkipRest(long padding)
        {
            left += padding;
            Span<byte> nowhere = stackalloc byte[Block];
            while (Read(nowhere) > 0)
            {
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
