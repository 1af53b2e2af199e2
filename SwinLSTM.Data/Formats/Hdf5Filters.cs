using System.IO.Compression;
using System.Runtime.InteropServices;
using PureHDF.Filters;

namespace SwinLSTM.Data;

/// <summary>Filters that PureHDF leaves without bounds or reads wrongly. They take the place of its own for the whole process, and write as
/// its own do.</summary>
internal static class Hdf5Filters
{
    /// <summary>Deflate makes at most 258 bytes from 2 bits.</summary>
    public const int MostFromByte = 1032;

    private const int Slack = 64; // what other filters add to a block: a checksum, a header

    static Hdf5Filters()
    {
        H5Filter.Register(new Inflate());
        H5Filter.Register(new NoLzf());
    }

    /// <summary>Sees to it that the filters are there.</summary>
    public static void Use()
    {
    }

    private sealed class Inflate : IH5Filter
    {
        private readonly DeflateFilter library = new();

        public ushort FilterId => DeflateFilter.Id;
        public string Name => library.Name;

        public Memory<byte> Filter(FilterInfo info)
        {
            if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
                return library.Filter(info);
            if (info.ChunkSize < 0 || info.ChunkSize > ((long)info.Buffer.Length * MostFromByte) + Slack)
                throw new Hdf5Refusal($"has a block of {info.Buffer.Length} bytes that should unpack to {info.ChunkSize}, which no block " +
                    "does. The file is damaged; fetch it again.");
            var room = GC.AllocateUninitializedArray<byte>(info.ChunkSize + Slack);
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

    /// <summary>LZF leaves blocks as they are that it cannot pack, which the file marks by a bit. PureHDF reads the bit beside it, so that
    /// such a block would come out wrong: none is read.</summary>
    private sealed class NoLzf : IH5Filter
    {
        public ushort FilterId => 32000;
        public string Name => "lzf";

        public Memory<byte> Filter(FilterInfo info) => throw new Hdf5Refusal("is packed with LZF, which PureHDF reads wrongly. Pack it " +
            "with gzip: with h5py `g.create_dataset(name, data=f[name], compression='gzip', shuffle=True)`.");

        public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) => [];
    }
}
