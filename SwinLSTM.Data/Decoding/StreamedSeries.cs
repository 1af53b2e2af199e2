namespace SwinLSTM.Data;

/// <summary>
/// Random reads of frames that are decoded in order. The decoder goes on from where it stands, and the frames of the last two requests'
/// length are kept, so windows that overlap cost one decoding a frame; going further back starts the decoder again.
/// </summary>
internal sealed class StreamedSeries(Func<long, FrameSource> open, FrameShape format, long patience) : IDisposable
{
    internal const int KeptBytes = 32 << 20;
    private readonly Lock gate = new();
    private FrameSource? source;
    private byte[] kept = []; // frame n lies at n % capacity
    private long from, to; // the frames that are kept
    private bool disposed;

    private int Capacity => kept.Length / format.Values;

    /// <summary>Reads frames whose numbers the caller has checked.</summary>
    public void Read(FrameRange range, Span<float> values)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            OpenDecoders.Use(this);
            Keep(range.Last - range.First + 1);
            try
            {
                for (var i = 0; i < range.Count; i++)
                    UnitBytes.ToFloats(Fetch(range.First + ((long)i * range.Step)), values[(i * format.Values)..]);
            }
            catch
            {
                Close();
                throw;
            }
        }
    }

    /// <summary>Stops the decoder and forgets the frames, unless a thread is reading.</summary>
    /// <returns>Whether it rests now.</returns>
    public bool TryRest()
    {
        if (!gate.TryEnter())
            return false;
        try
        {
            Close();
            return true;
        }
        finally
        {
            gate.Exit();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Close();
        }
        OpenDecoders.Forget(this);
    }

    private ReadOnlySpan<byte> Fetch(long frame)
    {
        if (frame < from || frame >= to)
            Decode(frame);
        return Slot(frame);
    }

    private void Decode(long frame)
    {
        if (source is null || frame < source.Position || frame - source.Position > patience)
        {
            source?.Dispose();
            source = null;
            source = open(frame);
            from = to = source.Position;
        }
        for (; to <= frame; to++)
        {
            // A frame that would be overwritten before the one asked for arrives is not worth keeping.
            source.Next(frame - to < Capacity ? Slot(to) : []);
            from = Math.Max(from, to + 1 - Capacity);
        }
    }

    private void Keep(long span)
    {
        var wanted = (int)Math.Clamp(2 * span, 1, Math.Max(1, KeptBytes / format.Values));
        if (wanted <= Capacity)
            return;
        var (old, oldCapacity) = (kept, Capacity);
        kept = GC.AllocateUninitializedArray<byte>(wanted * format.Values);
        for (var frame = from; frame < to; frame++)
            old.AsSpan((int)(frame % oldCapacity) * format.Values, format.Values).CopyTo(Slot(frame));
    }

    private Span<byte> Slot(long frame) => kept.AsSpan((int)(frame % Capacity) * format.Values, format.Values);

    private void Close()
    {
        source?.Dispose();
        (source, kept, from, to) = (null, [], 0, 0);
    }
}
