using System.IO.Compression;

namespace SwinLSTM.Data;

/// <summary>Unpacks a deflated member into memory, which grows only as fast as data really come.</summary>
internal static class ZipUnpacking
{
    private const int FirstAllocation = 1 << 20, Step = 1 << 18;

    /// <param name="file">The archive.</param>
    /// <param name="member">The member.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or longer or shorter than it says.</exception>
    public static NativePart Unpack(MappedBytes file, ZipMember member, string name)
    {
        var unpacked = new NativePart(name, Math.Min(member.Bytes, FirstAllocation));
        try
        {
            using var stream = new DeflateStream(new Packed(file, member), CompressionMode.Decompress);
            var (filled, checksum) = (0L, 0u);
            while (filled < member.Bytes)
            {
                if (filled == unpacked.Length)
                    unpacked.Resize(Math.Min(member.Bytes, 2 * filled));
                var part = unpacked.Part(filled, (int)Math.Min(Step, unpacked.Length - filled));
                var got = stream.Read(part);
                if (got == 0)
                    throw new InvalidDataException($"{name} says that it unpacks to {member.Bytes} bytes but ends after {filled}. Fetch it again.");
                checksum = Crc32.Add(checksum, part[..got]);
                filled += got;
            }
            if (stream.ReadByte() != -1)
                throw new InvalidDataException($"{name} unpacks to more than the {member.Bytes} bytes that it announces. Fetch it again.");
            if (checksum != member.Checksum)
                throw new InvalidDataException($"{name} is damaged: its checksum is {checksum:X8} and must be {member.Checksum:X8}. Fetch it again.");
            return unpacked;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            unpacked.Dispose();
            throw new InvalidDataException($"{name} does not unpack: {e.Message} Fetch it again.", e);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    /// <summary>A member's packed bytes as a stream.</summary>
    private sealed class Packed(MappedBytes file, ZipMember member) : Stream
    {
        private long done;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, member.StoredBytes - done);
            file.CopyTo(member.Offset + done, buffer[..count]);
            done += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
