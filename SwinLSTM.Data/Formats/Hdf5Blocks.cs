using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace SwinLSTM.Data;

/// <summary>What is read along one axis of a dataset.</summary>
/// <param name="Start">The first value.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Stride">From one to the next, in values.</param>
/// <param name="To">From one to the next where they go, in bytes.</param>
internal readonly record struct Pick(long Start, long Count, long Stride, long To);

/// <summary>Where the values of a dataset lie, and how they are fetched: in place where they lie in one piece, block by block where they
/// are packed, and by the library where there are few or none (within a header, never written, a single one).</summary>
internal sealed unsafe class Hdf5Blocks
{
    // Blocks beyond these are taken for damage: each is unpacked whole.
    private const long MostChunkBytes = 1 << 30, SmallChunkBytes = 16 << 20;
    private readonly NativeDataset native;
    private readonly string name;
    private readonly long[] shape;
    private readonly int bytes, chunkBytes;
    private readonly long[] chunk = [];
    private readonly long? place;

    /// <exception cref="InvalidDataException">They lie in another file, or not where the file says.</exception>
    public Hdf5Blocks(Hdf5File file, string name, NativeDataset native, long[] shape, int bytes)
    {
        (File, this.name, this.native, this.shape, this.bytes) = (file, name, native, shape, bytes);
        var kind = file.Use(name, () => native.Layout.Class);
        if (kind == H5DataLayoutClass.VirtualStorage)
            throw Outside();
        if (kind == H5DataLayoutClass.Chunked)
        {
            chunk = file.Use(name, () => Array.ConvertAll(native.Layout.Chunks, c => checked((long)c)));
            var block = (Int128)Hdf5Dataset.CountOf(chunk) * bytes;
            if (chunk.Length != shape.Length || chunk.Contains(0) || block > Math.Min(MostChunkBytes, Math.Max(SmallChunkBytes,
                file.Stream.Length * Hdf5Filters.MostFromByte)))
                throw Wrong($"has blocks of {string.Join(" x ", chunk)} values; they need {shape.Length} axes and at most " +
                    $"{MostChunkBytes >> 20} MiB, and a file of {file.Stream.Length} bytes cannot hold larger ones. If it is whole, " +
                    "write it anew with smaller blocks: `h5repack -l CHUNK=... IN OUT`");
            chunkBytes = (int)block;
        }
        else if (kind == H5DataLayoutClass.Contiguous && shape.Length > 0 && !shape.Contains(0))
        {
            place = Find();
            if (place > file.Stream.Length - ((Int128)Hdf5Dataset.CountOf(shape) * bytes))
                throw Wrong($"has {string.Join(" x ", shape)} values at byte {place}, beyond the {file.Stream.Length} bytes of the file. " +
                    "It is damaged; fetch it again");
        }
    }

    public Hdf5File File { get; }

    /// <summary>The lengths of a packed block; empty where values lie in one piece.</summary>
    public IReadOnlyList<long> Chunk => chunk;

    /// <summary>Reads values that lie within the shape; the first one goes to <paramref name="to"/>.</summary>
    public void Read(Pick[] picks, byte* to)
    {
        if (place is { } at)
            ReadInPlace(at, picks, to);
        else if (chunk.Length > 0)
            ReadBlocks(picks, to);
        else
            ReadByLibrary(picks, to);
    }

    /// <summary>Where values in one piece begin; null where they were never written. What looks for names first lies in other
    /// files.</summary>
    private long? Find()
    {
        InvalidDataException? fault = null;
        try
        {
            var one = new HyperslabSelection(shape.Length, new ulong[shape.Length], Ones(shape.Length));
            File.Use(name, () => native.Read(new byte[bytes].AsSpan(), one));
        }
        catch (InvalidDataException e)
        {
            fault = e;
        }
        return File.Stream.Seen switch
        {
            ( < 0, Touched: true) => throw Outside(),
            _ when fault is not null => throw fault,
            var (values, _) => values < 0 ? null : values,
        };
    }

    private void ReadInPlace(long at, Pick[] picks, byte* to)
    {
        using var held = File.Stream.Bytes.Hold();
        var axes = ArrayShape.Axes(shape, bytes);
        for (var i = 0; i < axes.Length; i++)
        {
            at += picks[i].Start * axes[i].Stride;
            axes[i] = new(picks[i].Count, picks[i].Stride * axes[i].Stride, picks[i].To);
        }
        StridedCopy.Copy(held.Start + at, to, axes, bytes);
    }

    private void ReadByLibrary(Pick[] picks, byte* to)
    {
        long[] counts = [.. picks.Select(pick => pick.Count)];
        var buffer = new byte[checked((int)(Hdf5Dataset.CountOf(counts) * bytes))];
        File.Use(name, () => native.Read(buffer.AsSpan(), picks.Length == 0 ? null : Selection(picks)));
        var axes = ArrayShape.Axes(counts, bytes);
        for (var i = 0; i < axes.Length; i++)
            axes[i] = axes[i] with { To = picks[i].To };
        fixed (byte* read = buffer)
            StridedCopy.Copy(read, to, axes, bytes);
    }

    /// <summary>The library fetches and unpacks blocks. One read of a value of each touches each once, and tells of it whole.</summary>
    private void ReadBlocks(Pick[] picks, byte* to)
    {
        // Where values are further apart than blocks, each has one of its own.
        var corners = picks.Select((pick, i) =>
        {
            var (own, from) = (pick.Stride >= chunk[i], pick.Start / chunk[i]);
            var until = (pick.Start + ((pick.Count - 1) * pick.Stride)) / chunk[i];
            return own ? pick : new(from * chunk[i], until - from + 1, chunk[i], 0);
        }).ToArray();
        var blocks = corners.Aggregate(1L, (all, corner) => all * corner.Count);
        var room = new byte[blocks * bytes];
        var access = new H5DatasetAccess(ChunkCache: new Visit(this, picks, to));
        File.Use(name, () => native.Read(access, room.AsSpan(), Selection(corners)), Hdf5Stream.CallsForObject + (blocks * 2000));
    }

    private void CopyBlock(long index, byte* from, Pick[] picks, byte* to)
    {
        Span<Axis> axes = stackalloc Axis[picks.Length];
        long row = bytes;
        for (var i = picks.Length - 1; i >= 0; row *= chunk[i], i--)
        {
            (index, var at) = Math.DivRem(index, (shape[i] + chunk[i] - 1) / chunk[i]);
            var (pick, begin) = (picks[i], at * chunk[i]);
            // The values asked for that lie in this block.
            var first = Math.Max(0, (begin - pick.Start + pick.Stride - 1) / pick.Stride);
            var last = Math.Min(pick.Count - 1, (begin + chunk[i] - 1 - pick.Start) / pick.Stride);
            if (last < first)
                return;
            axes[i] = new(last - first + 1, pick.Stride * row, pick.To);
            from += (pick.Start + (first * pick.Stride) - begin) * row;
            to += first * pick.To;
        }
        StridedCopy.Copy(from, to, axes, bytes);
    }

    private InvalidDataException Outside() => Wrong("lies in other files, which is never followed. Join them: `h5repack IN OUT`");

    private InvalidDataException Wrong(string what) => new($"{File.Path}: {name} {what}.");

    private static ulong[] Ones(int rank) => [.. Enumerable.Repeat(1UL, rank)];

    private static HyperslabSelection Selection(Pick[] picks) => new(picks.Length, Array.ConvertAll(picks, pick => (ulong)pick.Start),
        Array.ConvertAll(picks, pick => (ulong)pick.Stride), Array.ConvertAll(picks, pick => (ulong)pick.Count), Ones(picks.Length));

    private sealed class Visit(Hdf5Blocks owner, Pick[] picks, byte* to) : IReadingChunkCache
    {
        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader)
        {
            var kept = RecentBlocks.Shared.Find(owner, (long)chunkIndex);
            var block = kept ?? chunkReader();
            if (block.Length < owner.chunkBytes)
                throw new Hdf5Refusal($"has a block, number {chunkIndex}, that unpacks to {block.Length} bytes where {owner.chunkBytes} " +
                    "belong. The file is damaged; fetch it again.");
            if (kept is null)
                RecentBlocks.Shared.Keep(owner, (long)chunkIndex, block);
            fixed (byte* from = block.Span)
                owner.CopyBlock((long)chunkIndex, from, picks, to);
            return block;
        }
    }
}
