namespace SwinLSTM.Data;

/// <summary>Copies series into a part-file, block by block in order, while the next blocks are read; memory is a fixed number of blocks.</summary>
internal static class PreparedCopy
{
    private const int BlocksPerRecord = 8;

    private sealed record Buffers(byte[] Values, byte[] Valid);

    private readonly record struct Block(long First, int Count, Buffers Buffers);

    /// <summary>Writes what is not yet written, and finishes the file.</summary>
    public static void Run(string path, IReadOnlyList<IFrameSeries> series, PreparedLayout layout, PrepareOptions options, IProgress<PrepareProgress>? progress, CancellationToken cancellation)
    {
        using var part = PreparedPart.Open(path, layout, options.Restart);
        CheckLast(part, series, layout);
        try
        {
            Copy(part, series, layout, options, progress, cancellation);
        }
        catch
        {
            RecordIfPossible(part);
            throw;
        }
        part.Finish();
    }

    private static void Copy(PreparedPart part, IReadOnlyList<IFrameSeries> series, PreparedLayout layout, PrepareOptions options, IProgress<PrepareProgress>? progress, CancellationToken cancellation)
    {
        var frame = layout.Frame;
        var most = (int)Math.Clamp(options.BlockBytes / frame.Bytes, 1, Math.Min(layout.Frames, Array.MaxLength));
        var free = new Stack<Buffers>();
        for (var i = 0; i <= options.Readers; i++)
            free.Push(new(new byte[most * frame.Bytes], new byte[frame.Masked ? most * frame.Values : 0]));
        var reading = new Queue<Task<Block>>();
        var next = part.Frames;
        try
        {
            Report(part, series, layout, progress);
            for (var written = 1; part.Frames < layout.Frames; written++)
            {
                cancellation.ThrowIfCancellationRequested();
                while (reading.Count < options.Readers && next < layout.Frames)
                    Start();
                var block = reading.Dequeue().GetAwaiter().GetResult();
                // The next block is read while this one is written.
                if (next < layout.Frames)
                    Start();
                part.Append(block.Count, block.Buffers.Values.AsSpan(0, block.Count * frame.Bytes), block.Buffers.Valid.AsSpan(0, frame.Masked ? block.Count * frame.Values : 0));
                free.Push(block.Buffers);
                if (written % BlocksPerRecord == 0)
                    part.Record();
                Report(part, series, layout, progress);
            }
        }
        finally
        {
            // Nobody reads the sources any more when this returns: they may be closed then.
            Task.WhenAll(reading).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        void Start()
        {
            var block = new Block(next, CountFrom(next, most, layout), free.Pop());
            next += block.Count;
            reading.Enqueue(Task.Run(() => Read(block, series, layout), CancellationToken.None));
        }
    }

    /// <summary>Frames of the block that begins here: as many whole series as fit, or a part of one that does not.</summary>
    private static int CountFrom(long first, int most, PreparedLayout layout)
    {
        var end = Math.Min(first + most, layout.Frames);
        var at = Array.BinarySearch(layout.Starts, end);
        var start = at >= 0 ? end : layout.Starts[~at - 1];
        return (int)((start > first ? start : end) - first);
    }

    private static Block Read(Block block, IReadOnlyList<IFrameSeries> series, PreparedLayout layout)
    {
        var frame = layout.Frame;
        var values = block.Buffers.Values.AsSpan();
        var valid = block.Buffers.Valid.AsSpan();
        for (var (first, left) = (block.First, block.Count); left > 0;)
        {
            var at = SeriesOf(first, layout);
            var count = (int)Math.Min(left, layout.Starts[at + 1] - first);
            var (bytes, map) = (count * frame.Bytes, frame.Masked ? count * frame.Values : 0);
            series[at].Read(new(first - layout.Starts[at], count), values[..bytes], valid[..map]);
            values = values[bytes..];
            valid = valid[map..];
            (first, left) = (first + count, left - count);
        }
        return block;
    }

    private static int SeriesOf(long frame, PreparedLayout layout)
    {
        var at = Array.BinarySearch(layout.Starts, frame);
        return at >= 0 ? at : ~at - 1;
    }

    /// <summary>Names and lengths may stay while content changes: the last frame that an earlier call wrote is read again.</summary>
    private static void CheckLast(PreparedPart part, IReadOnlyList<IFrameSeries> series, PreparedLayout layout)
    {
        if (part.Frames == 0)
            return;
        var frame = layout.Frame;
        var written = new byte[frame.Bytes];
        part.ReadFrame(part.Frames - 1, written);
        var again = Read(new(part.Frames - 1, 1, new(new byte[frame.Bytes], new byte[frame.Masked ? frame.Values : 0])), series, layout);
        if (!again.Buffers.Values.AsSpan().SequenceEqual(written))
            throw new InvalidOperationException($"{part.Path} was begun from other frames: the last one in it, of {series[SeriesOf(part.Frames - 1, layout)].Name}, " +
                "reads differently now. Delete it, or prepare with Restart.");
    }

    private static void RecordIfPossible(PreparedPart part)
    {
        try
        {
            part.Record();
        }
        catch (IOException)
        {
            // The record before still holds, and the first error says more.
        }
    }

    private static void Report(PreparedPart part, IReadOnlyList<IFrameSeries> series, PreparedLayout layout, IProgress<PrepareProgress>? progress)
    {
        var bytes = part.Frames * (layout.Frame.Bytes + (layout.Frame.Masked ? (long)layout.Frame.Values : 0));
        progress?.Report(new(part.Frames, layout.Frames, bytes, series[SeriesOf(Math.Max(part.Frames - 1, 0), layout)].Name));
    }
}
