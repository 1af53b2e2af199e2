namespace SwinLSTM.Data;

/// <summary>The unpacked blocks that a thread used last, up to 32 MiB or the one last used.</summary>
internal sealed class Hdf5ChunkCache
{
    private const long Budget = 32 << 20;
    private const long LeastCost = 64 << 10; // so that looking for the oldest stays quick

    [ThreadStatic]
    private static Hdf5ChunkCache? ofThisThread;

    private readonly Dictionary<(object Owner, long Index), (byte[] Values, long Used)> blocks = [];
    private long held;
    private long clock;

    public static Hdf5ChunkCache OfThisThread => ofThisThread ??= new();

    public byte[]? Find(object owner, long index)
    {
        if (!blocks.TryGetValue((owner, index), out var block))
            return null;
        blocks[(owner, index)] = (block.Values, ++clock);
        return block.Values;
    }

    /// <summary>An array of this length, if possible that of blocks which have to go.</summary>
    public byte[] Take(int length)
    {
        byte[]? free = null;
        while (blocks.Count > 0 && held + Cost(length) > Budget)
        {
            var (oldest, used) = (default((object, long)), long.MaxValue);
            foreach (var block in blocks)
                if (block.Value.Used < used)
                    (oldest, used) = (block.Key, block.Value.Used);
            _ = blocks.Remove(oldest, out var gone);
            held -= Cost(gone.Values.Length);
            free = gone.Values.Length == length ? gone.Values : free;
        }
        return free ?? GC.AllocateUninitializedArray<byte>(length);
    }

    public void Keep(object owner, long index, byte[] values)
    {
        blocks[(owner, index)] = (values, ++clock);
        held += Cost(values.Length);
    }

    private static long Cost(int length) => Math.Max(LeastCost, length);
}
