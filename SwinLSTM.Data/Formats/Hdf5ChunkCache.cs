namespace SwinLSTM.Data;

/// <summary>The blocks unpacked last, of all files and threads together: samples that overlap unpack them once. A block that goes is only
/// forgotten; who reads it still keeps it.</summary>
internal static class Hdf5ChunkCache
{
    private const long MostBytes = 128 << 20;

    private static readonly Lock gate = new();
    private static readonly Dictionary<(Hdf5Blocks Dataset, ulong Index), LinkedListNode<Entry>> entries = [];
    private static readonly LinkedList<Entry> order = [];
    private static long held;

    private readonly record struct Entry((Hdf5Blocks Dataset, ulong Index) Key, Memory<byte> Block);

    /// <summary>A block of a dataset; where it is not here, <paramref name="read"/> fetches it.</summary>
    /// <exception cref="Hdf5Refusal">It is shorter than <paramref name="length"/> bytes.</exception>
    public static Memory<byte> Get(Hdf5Blocks dataset, ulong index, int length, Func<Memory<byte>> read)
    {
        lock (gate)
        {
            if (entries.TryGetValue((dataset, index), out var found))
            {
                order.Remove(found);
                order.AddFirst(found);
                return found.Value.Block;
            }
        }
        var block = read();
        if (block.Length < length)
            throw new Hdf5Refusal($"has a block, number {index}, that unpacks to {block.Length} bytes where {length} belong. The file is " +
                "damaged; fetch it again.");
        lock (gate)
        {
            if (block.Length > MostBytes / 2 || entries.ContainsKey((dataset, index)))
                return block;
            entries.Add((dataset, index), order.AddFirst(new Entry((dataset, index), block)));
            held += block.Length;
            while (held > MostBytes)
            {
                held -= order.Last!.Value.Block.Length;
                entries.Remove(order.Last.Value.Key);
                order.RemoveLast();
            }
        }
        return block;
    }

    /// <summary>Forgets the blocks of a file that is closed.</summary>
    public static void Forget(Hdf5File file)
    {
        lock (gate)
            for (var node = order.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Key.Dataset.File == file)
                {
                    held -= node.Value.Block.Length;
                    entries.Remove(node.Value.Key);
                    order.Remove(node);
                }
                node = next;
            }
    }
}
