using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>
/// The first bytes of an HDF5 file, checked before libhdf5 sees it (HDF5 File Format Specification 3.0, section II).
/// </summary>
/// <param name="Base">Where the file's own addresses count from: bytes of a user block before the signature.</param>
/// <param name="Root">The address of the root group's object header.</param>
internal readonly record struct Hdf5Superblock(long Base, long Root)
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="InvalidDataException">The file is something else, damaged, or cut short.</exception>
    public static Hdf5Superblock Read(Hdf5Bytes file)
    {
        Span<byte> head = stackalloc byte[96];
        for (long at = 0; at + head.Length <= file.Length; at = at == 0 ? 512 : at * 2)
        {
            file.Read(at, head);
            if (head.StartsWith(Signature))
                return Parse(file, at, head);
            if (at == 0 && head.StartsWith("CDF"u8) && head[3] is 1 or 2 or 5)
                throw new InvalidDataException($"{file.Path} is a classic NetCDF-3 file, which is not HDF5 inside. Convert it: `nccopy -k nc4 IN OUT`.");
        }
        throw new InvalidDataException($"{file.Path} ({file.Length} bytes) is not an HDF5 or NetCDF-4 file: their signature is missing.");
    }

    private static Hdf5Superblock Parse(Hdf5Bytes file, long at, ReadOnlySpan<byte> head)
    {
        var version = head[8];
        var (sizes, addresses) = version switch { 0 => (13, 24), 1 => (13, 28), 2 or 3 => (9, 12), _ => (0, 0) };
        if (sizes == 0)
            throw new InvalidDataException($"{file.Path} has a superblock of version {version}; 0 to 3 are known. Update this library or write the file anew.");
        if (head[sizes] != 8 || head[sizes + 1] != 8)
            throw new InvalidDataException($"{file.Path} has addresses of {head[sizes]} bytes and lengths of {head[sizes + 1]}; both must be 8. Fetch it again, or write it anew.");

        var start = Address(head[addresses..]);
        var end = Address(head[(addresses + 16)..]);
        var root = Address(head[(version < 2 ? addresses + 40 : addresses + 24)..]);
        if (start != at)
            throw new InvalidDataException($"{file.Path} begins at byte {at} but says {start}. Fetch it again.");
        if (end < at || end > file.Length)
            throw new InvalidDataException($"{file.Path} has {file.Length} bytes but was {end} long when it was written. Fetch it again.");
        if (version < 2 && Address(head[(addresses + 24)..]) != -1)
            throw new InvalidDataException($"{file.Path} is one of several files that belong together (a driver other than the usual). Join them with `h5repart` or `h5repack`.");
        return new(at, root);
    }

    private static long Address(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
