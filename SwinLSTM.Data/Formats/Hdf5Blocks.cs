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

/// <summary>Where the values of a dataset lie, and how blocks of them are fetched.</summary>
internal abstract unsafe class Hdf5Blocks(Hdf5File file, long[] shape, int bytes)
{
    // Blocks beyond these are taken for damage: each is unpacked whole.
    private const long MostChunkBytes = 1 << 30, SmallChunkBytes = 16 << 20;
    public Hdf5File File { get; } = file;
    public virtual IReadOnlyList<long> Chunk => [];
    protected long[] Shape { get; } = shape;
    protected int Bytes { get; } = bytes;

    /// <summary>Reads values that lie within the shape; the first one goes to <paramref name="to"/>.</summary>
    public abstract void Read(Pick[] picks, byte* to);

    public static Hdf5Blocks Of(Hdf5File file, string name, NativeDataset native, long[] shape, int bytes, int beforeLzf)
    {
        var (kind, chunk) = file.Use(name, () => (native.Layout.Class, native.Layout.Class == H5DataLayoutClass.Chunked
            ? Array.ConvertAll(native.Layout.Chunks, c => checked((long)c)) : []));
        var place = $"{file.Path}: {name}";
        if (kind == H5DataLayoutClass.VirtualStorage)
            throw Outside(place);
        if (kind == H5DataLayoutClass.Chunked)
        {
            var block = (Int128)Hdf5Dataset.CountOf(chunk) * bytes;
            return chunk.Length == shape.Length && !chunk.Contains(0)
                && block <= Math.Min(MostChunkBytes, Math.Max(SmallChunkBytes, file.Stream.Length * Hdf5Filters.MostFromByte))
                ? new Chunked(file, name, native, shape, bytes, chunk, beforeLzf)
                : throw new InvalidDataException($"{place} has blocks of {string.Join(" x ", chunk)} values; they need {shape.Length} " +
                    $"axes and at most {MostChunkBytes >> 20} MiB, and a file of {file.Stream.Length} bytes cannot hold larger ones. If " +
                    "it is whole, write it anew with smaller blocks: `h5repack -l CHUNK=... IN OUT`.");
        }
        if (kind != H5DataLayoutClass.Contiguous || shape.Length == 0 || shape.Contains(0))
            return new Other(file, name, native, shape, bytes);

        // One value shows where they all lie; what looks for names first lies in other files; what reads nothing was never written.
        InvalidDataException? fault = null;
        try
        {
            var one = new HyperslabSelection(shape.Length, new ulong[shape.Length], Ones(shape.Length));
            file.Use(name, () => native.Read(new byte[bytes].AsSpan(), one));
        }
        catch (InvalidDataException e)
        {
            fault = e;
        }
        return file.Stream.Seen switch
        {
            ( < 0, Touched: true) => throw Outside(place),
            _ when fault is not null => throw fault,
            ( < 0, _) => new Other(file, name, native, shape, bytes),
            var (values, _) => new Contiguous(file, place, shape, bytes, values),
        };
    }

    private static InvalidDataException Outside(string place) =>
        new($"{place} lies in other files, which is never followed. Join them: `h5repack IN OUT`.");

    private static ulong[] Ones(int rank) => [.. Enumerable.Repeat(1UL, rank)];

    /// <summary>Blocks that the library fetches and unpacks. One read of it touches each block once, and is told of the block
    /// whole.</summary>
    private sealed class Chunked(Hdf5File file, string name, NativeDataset native, long[] shape, int bytes, long[] chunk, int beforeLzf)
        : Hdf5Blocks(file, shape, bytes)
    {
        public override IReadOnlyList<long> Chunk => chunk;
        private int Length { get; } = (int)(Hdf5Dataset.CountOf(chunk) * bytes);

        public override void Read(Pick[] picks, byte* to)
        {
            // A value of each block: where they are further apart than blocks, each has one of its own.
            var corners = picks.Select((pick, i) =>
            {
                var (own, from) = (pick.Stride >= chunk[i], pick.Start / chunk[i]);
                var until = (pick.Start + ((pick.Count - 1) * pick.Stride)) / chunk[i];
                return own ? pick : new(from * chunk[i], until - from + 1, chunk[i], 0);
            }).ToArray();
            var blocks = corners.Aggregate(1L, (all, corner) => all * corner.Count);
            var room = new byte[blocks * Bytes];
            Hdf5Filters.Use(beforeLzf);
            var access = new H5DatasetAccess(ChunkCache: new Visit(this, picks, to));
            File.Use(name, () => native.Read(access, room.AsSpan(), Selection(corners)), Hdf5Stream.CallsForObject + (blocks * 2000));
        }

        private void Copy(long index, byte* from, Pick[] picks, byte* to)
        {
            Span<Axis> axes = stackalloc Axis[picks.Length];
            long row = Bytes;
            for (var i = picks.Length - 1; i >= 0; row *= chunk[i], i--)
            {
                (index, var at) = Math.DivRem(index, (Shape[i] + chunk[i] - 1) / chunk[i]);
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
            StridedCopy.Copy(from, to, axes, Bytes);
        }

        private sealed class Visit(Chunked owner, Pick[] picks, byte* to) : IReadingChunkCache
        {
            public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader)
            {
                var kept = RecentBlocks.Shared.Find(owner, (long)chunkIndex);
                var block = kept ?? chunkReader();
                if (block.Length < owner.Length)
                    throw new Hdf5Refusal($"has a block, number {chunkIndex}, that unpacks to {block.Length} bytes where {owner.Length} " +
                        "belong. The file is damaged; fetch it again.");
                if (kept is null)
                    RecentBlocks.Shared.Keep(owner, (long)chunkIndex, block);
                fixed (byte* from = block.Span)
                    owner.Copy((long)chunkIndex, from, picks, to);
                return block;
            }
        }
    }

    /// <summary>Values that lie in one piece of the file; they are read without the library.</summary>
    private sealed class Contiguous(Hdf5File file, string place, long[] shape, int bytes, long at) : Hdf5Blocks(file, shape, bytes)
    {
        private const int MostRun = 8 << 20, SmallRun = 4096, MostWaste = 4; // times what is asked for may be read
        private readonly long[] rows = Array.ConvertAll(ArrayShape.Axes(shape, bytes), axis => axis.Stride);

        public override void Read(Pick[] picks, byte* to)
        {
            // What lies below one value of axis `run` is read whole, where that is little or mostly asked for.
            var (run, asked) = (picks.Length - 1, picks[^1].Count * Bytes);
            while (run > 0 && rows[run - 1] <= MostRun && (rows[run - 1] <= SmallRun || rows[run - 1] <= MostWaste * asked))
                asked *= picks[--run].Count;
            var (step, whole, inside) = (picks[run].Stride, rows[run], 0L);
            for (var i = run + 1; i < picks.Length; i++)
                inside += picks[i].Start * rows[i];
            var piece = step > MostWaste && whole > SmallRun ? 1 : Math.Clamp((((MostRun / whole) - 1) / step) + 1, 1, picks[run].Count);
            using var buffer = new Rented<byte>(checked((int)((((piece - 1) * step) + 1) * whole)));
            Span<long> done = stackalloc long[picks.Length];
            Span<Axis> axes = stackalloc Axis[picks.Length];
            do
            {
                var count = Math.Min(piece, picks[run].Count - done[run]);
                var (from, written) = (at, 0L);
                for (var i = 0; i < picks.Length; i++)
                {
                    axes[i] = new(i < run ? 1 : i == run ? count : picks[i].Count, picks[i].Stride * rows[i], picks[i].To);
                    from += i > run ? 0 : (picks[i].Start + (done[i] * picks[i].Stride)) * rows[i];
                    written += done[i] * picks[i].To;
                }
                Fetch(from, buffer.Span[..(int)((((count - 1) * step) + 1) * whole)]);
                fixed (byte* read = buffer.Span)
                    StridedCopy.Copy(read + inside, to + written, axes, Bytes);
                done[run] += count;
                for (var i = run; i > 0 && done[i] >= picks[i].Count; i--)
                    (done[i], done[i - 1]) = (0, done[i - 1] + 1);
            }
            while (done[0] < picks[0].Count);
        }

        private void Fetch(long from, Span<byte> buffer)
        {
            try
            {
                File.Stream.ReadAt(from, buffer);
            }
            catch (Hdf5Refusal e)
            {
                throw new InvalidDataException($"{place} {e.Message}", e);
            }
        }
    }

    /// <summary>Values within a header, those that were never written, and single ones: read by the library.</summary>
    private sealed class Other(Hdf5File file, string name, NativeDataset native, long[] shape, int bytes) : Hdf5Blocks(file, shape, bytes)
    {
        public override void Read(Pick[] picks, byte* to)
        {
            long[] counts = [.. picks.Select(pick => pick.Count)];
            var buffer = new byte[checked((int)(Hdf5Dataset.CountOf(counts) * Bytes))];
            File.Use(name, () => native.Read(buffer.AsSpan(), picks.Length == 0 ? null : Selection(picks)));
            var axes = ArrayShape.Axes(counts, Bytes);
            for (var i = 0; i < axes.Length; i++)
                axes[i] = axes[i] with { To = picks[i].To };
            fixed (byte* read = buffer)
                StridedCopy.Copy(read, to, axes, Bytes);
        }
    }

    private static HyperslabSelection Selection(Pick[] picks) => new(picks.Length, Array.ConvertAll(picks, pick => (ulong)pick.Start),
        Array.ConvertAll(picks, pick => (ulong)pick.Stride), Array.ConvertAll(picks, pick => (ulong)pick.Count), Ones(picks.Length));
}
