using System.IO.Compression;
using System.Runtime.InteropServices;
using PureHDF.Filters;

namespace SwinLSTM.Data;

/// <summary>Filters that PureHDF lacks or leaves without bounds. They take the place of its own for the whole process, and write as its own
/// do.</summary>
internal static class Hdf5Filters
{
    // Deflate makes at most 258 bytes from 2 bits; LZF 264 from 3 bytes.
    public const int MostFromByte = 1032;

    private const int Slack = 64; // what other filters add to a block: a checksum, a header

    [ThreadStatic]
    private static int before;

    static Hdf5Filters()
    {
        H5Filter.Register(new Inflate());
        H5Filter.Register(new Lzf());
    }

    /// <summary>Sees to it that the filters are there; on this thread, blocks went through <paramref name="beforeLzf"/> first (see
    /// <see cref="Hdf5Headers.BeforeLzf"/>).</summary>
    public static void Use(int beforeLzf = -1) => before = beforeLzf;

    private static byte[] Room(FilterInfo info) => info.ChunkSize >= 0
        && info.ChunkSize <= ((long)info.Buffer.Length * MostFromByte) + Slack
        ? GC.AllocateUninitializedArray<byte>(info.ChunkSize + Slack)
        : throw new Hdf5Refusal($"has a block of {info.Buffer.Length} bytes that should unpack to {info.ChunkSize}, which no block does. " +
            "The file is damaged; fetch it again.");

    private sealed class Inflate : IH5Filter
    {
        private readonly DeflateFilter library = new();

        public ushort FilterId => DeflateFilter.Id;
        public string Name => library.Name;

        public Memory<byte> Filter(FilterInfo info)
        {
            if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
                return library.Filter(info);
            var room = Room(info);
            var packed = MemoryMarshal.TryGetArray<byte>(info.Buffer, out var part)
                ? new MemoryStream(part.Array!, part.Offset, part.Count) : new(info.Buffer.ToArray());
            using var stream = new ZLibStream(packed, CompressionMode.Decompress);
            var got = stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
            return got < room.Length ? room.AsMemory(0, got)
                : throw new Hdf5Refusal($"has a block that unpacks to more than its {info.ChunkSize} bytes. The file is damaged; fetch " +
                    "it again.");
        }

        public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
            library.GetParameters(chunkDimensions, typeSize, options);
    }

    /// <summary>LZF, the quick packing that h5py offers. A byte below 32 says how many bytes follow as they are, less one; any other holds
    /// a length in its upper 3 bits (7: the next byte adds to it) and, with the byte after, a distance back in 13.</summary>
    private sealed class Lzf : IH5Filter
    {
        private readonly ShuffleFilter shuffle = new();

        public ushort FilterId => 32000;
        public string Name => "lzf";

        public Memory<byte> Filter(FilterInfo info)
        {
            if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
                throw new NotSupportedException("LZF is read here, not written. Use gzip.");
            // What LZF cannot pack stays as it is, which the file marks by a bit. PureHDF reads the bit beside it: it calls the filter all
            // the same, and leaves out the one before.
            if (info.Buffer.Length >= info.ChunkSize)
                return (info.Buffer.Length == info.ChunkSize ? before : -1) switch
                {
                    0 => info.Buffer.ToArray(),
                    > 0 and var bytes => shuffle.Filter(info with { Parameters = [(uint)bytes] }),
                    _ => throw new Hdf5Refusal("has blocks that LZF could not pack, behind filters that are not known here. Pack it " +
                        "otherwise: `h5repack -f SHUF -f GZIP=4 IN OUT`."),
                };
            var room = Room(info);
            return room.AsMemory(0, Unpack(info.Buffer.Span, room));
        }

        public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
            throw new NotSupportedException();

        private static int Unpack(ReadOnlySpan<byte> packed, Span<byte> to)
        {
            int at = 0, written = 0;
            while (at < packed.Length)
            {
                int head = packed[at++];
                if (head < 32)
                {
                    packed.Slice(at, head + 1).CopyTo(to[written..]);
                    (at, written) = (at + head + 1, written + head + 1);
                    continue;
                }
                var length = (head >> 5) + 2;
                if (length == 9)
                    length += packed[at++];
                var from = written - (((head & 31) << 8) | packed[at++]) - 1;
                for (var i = 0; i < length; i++) // byte by byte: what is copied may be what was just written
                    to[written++] = to[from++];
            }
            return written;
        }
    }
}
