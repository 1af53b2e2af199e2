using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>What libhdf5 knows of a dataset: shape, type, and where its values are. Called with the gate held.</summary>
internal static unsafe class Hdf5DatasetReader
{
    private const int MaxFilters = 32;

    public static (long[] Shape, Hdf5Storage? Storage, string TypeName) Open(Hdf5File file, string name, long address)
    {
        var api = file.Api;
        var id = file.OpenObject(name); // kept: closing the file closes it
        long properties = -1, type = -1, space = -1;
        try
        {
            // A dataset that gathers others opens their files as soon as its shape is asked for, so the layout comes first.
            properties = api.DatasetProperties(id);
            var layout = properties < 0 ? -1 : api.PropertiesLayout(properties);
            if (layout == 3 || (layout == 1 && api.PropertiesExternal(properties) != 0))
                throw new InvalidDataException($"{file.Path}: the values of {name} lie in other files, which is never followed. Join them: `h5repack IN OUT`.");
            if (layout is < 0 or > 3 || (type = api.DatasetType(id)) < 0 || (space = api.DatasetSpace(id)) < 0)
                throw file.Damaged(name, "has no layout, type or shape");

            var shape = api.ShapeOf(space) ?? [0];
            var count = Hdf5Api.CountOf(shape);
            if (count < 0)
                throw file.Damaged(name, "has a shape that is none");
            if (api.Numbers.Of(type) is not { } number)
                return (shape, null, Words(api, type));
            var fill = Fill(file.Bytes, address, number);
            Hdf5Storage storage = layout switch
            {
                2 => Chunked(file, name, id, properties, shape, number, fill),
                1 => Contiguous(file, name, id, shape, count, number, fill),
                _ => Compact(file, name, id, shape, count, number),
            };
            return (shape, storage, number.ToString());
        }
        finally
        {
            if (space >= 0) _ = api.SpaceClose(space);
            if (type >= 0) _ = api.TypeClose(type);
            if (properties >= 0) _ = api.PropertiesClose(properties);
        }
    }

    private static Hdf5Storage Contiguous(Hdf5File file, string name, long id, long[] shape, long count, Hdf5Number number, byte[] fill)
    {
        var (at, bytes) = ((long)file.Api.DatasetOffset(id), file.Api.DatasetStorage(id));
        if (at == -1)
            return new Hdf5BytesStorage(number, shape, null, fill); // nothing was ever written
        var needed = count * (Int128)number.Bytes;
        if (bytes != needed)
            throw file.Damaged(name, $"has {bytes} bytes of values where its shape needs {needed}");
        file.Bytes.Check(at - file.Bytes.Base, (long)needed, $"the values of {name},");
        return new Hdf5FileStorage(number, shape, file.Bytes, at - file.Bytes.Base);
    }

    private static Hdf5BytesStorage Compact(Hdf5File file, string name, long id, long[] shape, long count, Hdf5Number number)
    {
        var bytes = file.Api.DatasetStorage(id);
        var needed = count * (Int128)number.Bytes;
        if (bytes != needed || needed > ushort.MaxValue)
            throw file.Damaged(name, $"has {bytes} bytes of values in its header where its shape needs {needed}");
        var values = new byte[(int)needed];
        fixed (byte* to = values)
            if (values.Length > 0 && file.Api.DatasetRead(id, file.Api.Numbers.TypeOf(number), 0, 0, 0, to) < 0)
                throw file.Damaged(name, "cannot be read");
        return new(number, shape, values, []);
    }

    private static Hdf5ChunkedStorage Chunked(Hdf5File file, string name, long id, long properties, long[] shape, Hdf5Number number, byte[] fill)
    {
        var api = file.Api;
        var chunk = stackalloc ulong[Hdf5Block.MaxRank];
        if (api.PropertiesChunk(properties, Hdf5Block.MaxRank, chunk) != shape.Length)
            throw file.Damaged(name, "has blocks of another number of axes than itself");
        var chunkShape = new ReadOnlySpan<long>(chunk, shape.Length).ToArray();
        var bytes = Hdf5Api.CountOf(chunkShape) * (Int128)number.Bytes;
        if (bytes < 1 || bytes > Array.MaxLength)
            throw file.Damaged(name, $"has blocks of {string.Join(" x ", chunkShape)} values");

        var filters = new List<Hdf5Filter>();
        var count = api.PropertiesFilters(properties);
        if (count is < 0 or > MaxFilters)
            throw file.Damaged(name, "has filters that cannot be read");
        for (uint i = 0; i < count; i++)
        {
            nuint numbers = 0;
            var filter = (Hdf5Filter)api.PropertiesFilter(properties, i, null, &numbers, null, 0, null, null);
            if (!Hdf5Unpacking.Knows(filter) || filters.Contains(filter))
                throw new InvalidDataException($"{file.Path}: {name} is packed with {Hdf5Unpacking.Name(filter)}; gzip, lzf, shuffle and fletcher32, each once, can be read. " +
                    "Pack it anew: `h5repack -f SHUF -f GZIP=4 IN OUT`.");
            filters.Add(filter);
        }
        return new(file, name, id, number, shape, chunkShape, [.. filters], fill);
    }

    /// <summary>What stands where nothing was written: the message of the header that says so, or zeros. libhdf5 fails where it is damaged.</summary>
    private static byte[] Fill(Hdf5Bytes file, long address, Hdf5Number number)
    {
        foreach (var (type, message) in Hdf5Header.Messages(file, address))
        {
            if (type != Hdf5Header.FillMessage || message.Length < 6)
                continue;
            var bytes = message.Span;
            var at = bytes[0] >= 3 ? 2 : 4;
            var defined = bytes[0] switch { 1 => true, 2 => bytes[3] != 0, _ => (bytes[1] & 0x20) != 0 };
            if (defined && bytes.Length >= at + 4 + number.Bytes && BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) == number.Bytes)
                return bytes.Slice(at + 4, number.Bytes).ToArray();
        }
        return new byte[number.Bytes];
    }

    private static string Words(Hdf5Api api, long type) => api.TypeClass(type) switch
    {
        0 or 1 => $"odd {(long)api.TypeSize(type) * 8}-bit",
        3 => "text",
        6 => "compound",
        7 => "reference",
        8 => "enumerated",
        9 => "variable-length",
        10 => "array",
        _ => "opaque",
    };
}
