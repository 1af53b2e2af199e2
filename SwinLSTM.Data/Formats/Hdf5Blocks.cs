using System.Buffers;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace SwinLSTM.Data;

/// <summary>Where the values of a dataset lie, and how blocks of them are fetched.</summary>
internal abstract unsafe class Hdf5Blocks(Hdf5File file, long[] shape, int bytes)
{
    // Blocks beyond these are taken for damage: each is unpacked whole.
    private const long MostChunkBytes = 1 << 30;
    private const long SmallChunkBytes = 16 << 20;
    private const int MostFromByte = 1032;

    public Hdf5File File { get; } = file;

    protected long[] Shape { get; } = shape;

    /// <summary>Bytes of a value.</summary>
    protected int Bytes { get; } = bytes;

    public virtual IReadOnlyList<long> Chunk => [];

    /// <summary>Reads a block that lies within the shape.</summary>
    /// <param name="start">Where it begins on each axis.</param>
    /// <param name="count">How many values it has on each axis.</param>
    /// <param name="stride">From one to the next on each axis.</param>
    /// <param name="to">Where its first value goes.</param>
    /// <param name="steps">From one value to the next on each axis at the destination, in values.</param>
    public abstract void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, byte* to,
        ReadOnlySpan<long> steps);

    public static Hdf5Blocks Of(Hdf5File file, string name, NativeDataset native, long[] shape, int bytes, int beforeLzf)
    {
        var (kind, chunk) = file.Use(name, () => (native.Layout.Class, native.Layout.Class == H5DataLayoutClass.Chunked
            ? Array.ConvertAll(native.Layout.Chunks, c => checked((long)c)) : []));
        var place = $"{file.Path}: {name}";
        switch (kind)
        {
            case H5DataLayoutClass.VirtualStorage:
                throw Outside(place);
            case H5DataLayoutClass.Chunked:
                var block = (Int128)Hdf5Dataset.CountOf(chunk) * bytes;
                if (chunk.Length != shape.Length || chunk.Contains(0) || block > MostChunkBytes
                    || block > Math.Max(SmallChunkBytes, file.Stream.Length * MostFromByte))
                    throw new InvalidDataException($"{place} has blocks of {string.Join(" x ", chunk)} values; they need {shape.Length} " +
                        $"axes and at most {MostChunkBytes >> 20} MiB, " +
                        $"and a file of {file.Stream.Length} bytes cannot hold larger ones. If it is whole, write it anew with smaller " +
                        "blocks: `h5repack -l CHUNK=... IN OUT`.");
                return new Chunked(file, name, native, shape, bytes, chunk, beforeLzf);
            case H5DataLayoutClass.Contiguous when shape.Length > 0 && !shape.Contains(0):
                // One value shows where they all lie; what looks for names first lies in other files; what reads nothing was never written.
                var one = new HyperslabSelection(shape.Length, new ulong[shape.Length], [.. Enumerable.Repeat(1UL, shape.Length)]);
                InvalidDataException? fault = null;
                try
                {
                    file.Use(name, () =>
                    {
                        native.Read(new byte[bytes].AsSpan(), one);
                        return 0;
                    });
                }
                catch (InvalidDataException e)
                {
                    fault = e;
                }
                var seen = file.Stream.Seen;
                if (seen.Values < 0 && seen.Touched)
                    throw Outside(place);
                if (fault is not null)
                    throw fault;
                return seen.Values < 0 ? new Other(file, name, native, shape, bytes)
                    : new Contiguous(file, place, shape, bytes, seen.Values);
            default:
                return new Other(file, name, native, shape, bytes);
        }
    }

    /// <summary>The steps of values that lie row by row.</summary>
    public static void RowSteps(ReadOnlySpan<long> shape, Span<long> steps)
    {
        long step = 1;
        for (var i = shape.Length - 1; i >= 0; step *= shape[i], i--)
            steps[i] = step;
    }

    private static InvalidDataException Outside(string place) =>
        new($"{place} lies in other files, which is never followed. Join them: `h5repack IN OUT`.");

    private static ulong[] Whole(ReadOnlySpan<long> numbers) => Array.ConvertAll(numbers.ToArray(), number => (ulong)number);

    /// <summary>Blocks that the library fetches and unpacks. One read of it touches each block once, and is told of the block
    /// whole.</summary>
    private sealed class Chunked(Hdf5File file, string name, NativeDataset native, long[] shape, int bytes, long[] chunk, int beforeLzf)
        : Hdf5Blocks(file, shape, bytes)
    {
        public override IReadOnlyList<long> Chunk => chunk;

        public override void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, byte* to,
            ReadOnlySpan<long> steps)
        {
            var rank = count.Length;
            var visit = new Visit(this, start.ToArray(), count.ToArray(), stride.ToArray(), to, steps.ToArray());
            ulong[] first = new ulong[rank], step = new ulong[rank], blocks = new ulong[rank];
            var all = 1L;
            for (var i = 0; i < rank; i++)
            {
                if (stride[i] >= chunk[i])
                {
                    // Each value lies in a block of its own.
                    (first[i], step[i], blocks[i]) = ((ulong)start[i], (ulong)stride[i], (ulong)count[i]);
                }
                else
                {
                    var (from, until) = (start[i] / chunk[i], (start[i] + ((count[i] - 1) * stride[i])) / chunk[i]);
                    (first[i], step[i], blocks[i]) = ((ulong)(from * chunk[i]), (ulong)chunk[i], (ulong)(until - from + 1));
                }
                all *= (long)blocks[i];
            }
            var corners = new byte[all * Bytes];
            var selection = new HyperslabSelection(rank, first, step, blocks, [.. Enumerable.Repeat(1UL, rank)]);
            Hdf5Filters.Use(beforeLzf);
            File.Use(name, () =>
            {
                native.Read(new H5DatasetAccess(ChunkCache: visit), corners.AsSpan(), selection);
                return 0;
            }, Hdf5Stream.CallsForObject + (all * 2000));
        }

        private void Copy(Visit visit, long index, byte* from)
        {
            var rank = chunk.Length;
            Span<long> counts = stackalloc long[rank], fromSteps = stackalloc long[rank];
            long read = 0, written = 0, row = 1;
            for (var i = rank - 1; i >= 0; i--)
            {
                var inAxis = (Shape[i] + chunk[i] - 1) / chunk[i];
                (index, var at) = Math.DivRem(index, inAxis);
                var (begin, step) = (at * chunk[i], visit.Stride[i]);
                // The values of the block asked for that lie in this one.
                var first = begin <= visit.Start[i] ? 0 : (begin - visit.Start[i] + step - 1) / step;
                var last = Math.Min(visit.Count[i] - 1, (begin + chunk[i] - 1 - visit.Start[i]) / step);
                (counts[i], fromSteps[i]) = (last - first + 1, step * row);
                if (counts[i] < 1)
                    return;
                read += (visit.Start[i] + (first * step) - begin) * row;
                written += first * visit.Steps[i];
                row *= chunk[i];
            }
            Hdf5Copy.Run(from + (read * Bytes), fromSteps, visit.To + (written * Bytes), visit.Steps, counts, Bytes);
        }

        private sealed class Visit(Chunked owner, long[] start, long[] count, long[] stride, byte* to, long[] steps) : IReadingChunkCache
        {
            public long[] Start => start;

            public long[] Count => count;

            public long[] Stride => stride;

            public long[] Steps => steps;

            public byte* To => to;

            public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader)
            {
                var block = Hdf5ChunkCache.Get(owner, chunkIndex, owner.Length, chunkReader);
                fixed (byte* from = block.Span)
                    owner.Copy(this, (long)chunkIndex, from);
                return block;
            }
        }

        private int Length { get; } = (int)(Hdf5Dataset.CountOf(chunk) * bytes);
    }

    /// <summary>Values that lie in one piece of the file; they are read without the library.</summary>
    private sealed class Contiguous(Hdf5File file, string place, long[] shape, int bytes, long at) : Hdf5Blocks(file, shape, bytes)
    {
        private const int MostRun = 8 << 20;
        private const int SmallRun = 4096;
        private const int MostWaste = 4; // times what is asked for may be read

        public override void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, byte* to,
            ReadOnlySpan<long> steps)
        {
            var rank = count.Length;
            Span<long> rows = stackalloc long[rank], counts = stackalloc long[rank], fromSteps = stackalloc long[rank],
                place = stackalloc long[rank];
            RowSteps(Shape, rows);
            // What lies below one value of axis `run` is read whole, where that is little or mostly asked for.
            var (run, asked, inside) = (rank - 1, count[^1], 0L);
            while (run > 0 && rows[run - 1] * Bytes <= MostRun && (rows[run - 1] * Bytes <= SmallRun || rows[run - 1] <= MostWaste * asked))
                asked *= count[--run];
            for (var i = 0; i < rank; i++)
            {
                (counts[i], fromSteps[i]) = (i < run ? 1 : count[i], stride[i] * rows[i]);
                inside += i > run ? start[i] * rows[i] : 0;
            }
            var piece = stride[run] > MostWaste && rows[run] * Bytes > SmallRun ? 1
                : Math.Clamp((((MostRun / (rows[run] * Bytes)) - 1) / stride[run]) + 1, 1, count[run]);
            var buffer = ArrayPool<byte>.Shared.Rent(checked((int)((((piece - 1) * stride[run]) + 1) * rows[run] * Bytes)));
            try
            {
                do
                {
                    counts[run] = Math.Min(piece, count[run] - place[run]);
                    long from = 0, written = 0;
                    for (var i = 0; i <= run; i++)
                    {
                        from += (start[i] + (place[i] * stride[i])) * rows[i];
                        written += place[i] * steps[i];
                    }
                    Fetch(at + (from * Bytes), buffer.AsSpan(0, (int)((((counts[run] - 1) * stride[run]) + 1) * rows[run] * Bytes)));
                    fixed (byte* read = buffer)
                        Hdf5Copy.Run(read + (inside * Bytes), fromSteps, to + (written * Bytes), steps, counts, Bytes);
                    place[run] += counts[run];
                    for (var i = run; i > 0 && place[i] >= count[i]; i--)
                        (place[i], place[i - 1]) = (0, place[i - 1] + 1);
                }
                while (place[0] < count[0]);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
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
        public override void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, byte* to,
            ReadOnlySpan<long> steps)
        {
            var rank = count.Length;
            var selection = rank == 0 ? null : new HyperslabSelection(rank, Whole(start), Whole(stride), Whole(count),
                [.. Enumerable.Repeat(1UL, rank)]);
            var buffer = new byte[checked((int)(Hdf5Dataset.CountOf(count) * Bytes))];
            File.Use(name, () =>
            {
                native.Read(buffer.AsSpan(), selection);
                return 0;
            });
            Span<long> rows = stackalloc long[rank];
            RowSteps(count, rows);
            fixed (byte* read = buffer)
                Hdf5Copy.Run(read, rows, to, steps, count, Bytes);
        }
    }
}
