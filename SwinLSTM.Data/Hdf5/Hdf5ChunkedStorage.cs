using System.Buffers;

namespace SwinLSTM.Data;

/// <summary>
/// Values in blocks, each packed by itself. libhdf5 says where a block is and hands over its bytes; unpacking happens outside its lock, so
/// threads unpack side by side. Each thread keeps the blocks that it used last.
/// </summary>
internal sealed unsafe class Hdf5ChunkedStorage(
    Hdf5File file, string name, long id, Hdf5Number number, long[] shape, long[] chunk, Hdf5Filter[] filters, byte[] fill) : Hdf5Storage(number, shape)
{
    private readonly int chunkBytes = (int)(Hdf5Api.CountOf(chunk) * number.Bytes);

    public long[] ChunkShape => chunk;

    public override bool CanHold(long count) => count * (Int128)Number.Bytes <= Math.Max(1 << 20, Hdf5Unpacking.MostFrom(file.Bytes.Length, filters));

    public override void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, Span<byte> stored)
    {
        var rank = chunk.Length;
        Span<long> at = stackalloc long[rank], from = stackalloc long[rank], to = stackalloc long[rank], many = stackalloc long[rank];
        for (var i = 0; i < rank; i++)
            at[i] = start[i] / chunk[i];
        while (true)
        {
            var any = true;
            for (var i = 0; i < rank && any; i++)
            {
                // The values k of this axis, at start + k * stride, that lie in block at[i].
                var begin = at[i] * chunk[i];
                to[i] = Math.Max(0, (begin - start[i] + stride[i] - 1) / stride[i]);
                var last = Math.Min(count[i] - 1, (begin + chunk[i] - 1 - start[i]) / stride[i]);
                (many[i], from[i]) = (last - to[i] + 1, start[i] + (to[i] * stride[i]) - begin);
                any = many[i] > 0;
            }
            if (any)
            {
                var block = new Hdf5Block(Number.Bytes, many);
                if (Fetch(at) is { } values)
                    block.FromRows(values, chunk, from, stride);
                else
                    block.From(fill, 0, 0);
                block.CopyTo(stored, count, to);
            }

            var axis = rank - 1;
            while (axis >= 0 && (at[axis] + 1) * chunk[axis] > start[axis] + ((count[axis] - 1) * stride[axis]))
                at[axis] = start[axis] / chunk[axis--];
            if (axis < 0)
                return;
            at[axis]++;
        }
    }

    /// <summary>The unpacked values of a block; null where it was never written.</summary>
    private byte[]? Fetch(ReadOnlySpan<long> at)
    {
        long index = 0;
        for (var i = 0; i < chunk.Length; i++)
            index = (index * ((Shape[i] + chunk[i] - 1) / chunk[i])) + at[i];
        var cache = Hdf5ChunkCache.OfThisThread;
        if (cache.Find(this, index) is { } known)
            return known;

        byte[]? packed = null;
        try
        {
            var (length, skipped) = ReadPacked(at, ref packed);
            if (length == 0)
                return null;
            var values = cache.Take(chunkBytes);
            try
            {
                Hdf5Unpacking.Unpack(packed!, length, filters, skipped, Number.Bytes, values);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{file.Path}: block {index} of {name} {e.Message}; the file is damaged. Fetch it again.", e);
            }
            cache.Keep(this, index, values);
            return values;
        }
        finally
        {
            if (packed is not null)
                ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private (int Length, uint Skipped) ReadPacked(ReadOnlySpan<long> at, ref byte[]? packed)
    {
        var offset = stackalloc ulong[Hdf5Block.MaxRank];
        for (var i = 0; i < chunk.Length; i++)
            offset[i] = (ulong)(at[i] * chunk[i]);
        lock (Hdf5Library.Gate)
        {
            file.CheckOpen();
            ulong bytes = 0, place = 0;
            uint skipped = 0;
            // The size alone is found quickly, but fails for a block that was never written; the place tells that from damage, slowly.
            if (file.Api.ChunkStorage(id, offset, &bytes) < 0 && (file.Api.ChunkPlace(id, offset, &skipped, &place, &bytes) < 0 || place != ulong.MaxValue))
                throw file.Damaged(name, "has a block that cannot be found");
            if (bytes == 0)
                return default;
            if (bytes > (ulong)file.Bytes.Length || chunkBytes > Hdf5Unpacking.MostFrom((long)bytes, filters))
                throw file.Damaged(name, $"has a block of {bytes} bytes that should unpack to {chunkBytes}");
            packed = ArrayPool<byte>.Shared.Rent((int)bytes);
            fixed (byte* to = packed)
                if (file.Api.ChunkRead(id, 0, offset, &skipped, to) < 0)
                    throw file.Damaged(name, "has a block that cannot be read");
            return ((int)bytes, skipped);
        }
    }
}
