namespace SwinLSTM.Data;

/// <summary>The blocks unpacked last, of all files and threads together: samples that overlap unpack them once. A block that goes is only
/// forgotten; who reads it still keeps it.</summary>
internal static class Hdf5ChunkCache
{
    private const long MostBytes = 128 << 20;
    private static readonly Lock gate = new();
    private static readonly Dictionary<Key, LinkedListNode<(Key Key, Memory<byte> Block)>> entries = [];
    private static readonly LinkedList<(Key Key, Memory<byte> Block)> order = [];
    private static long held;

    private readonly record struct Key(Hdf5Blocks Dataset, ulong Index);

    /// <summary>A block of a dataset; where it is not here, <paramref name="read"/> fetches it.</summary>
    /// <exception cref="Hdf5Refusal">It is shorter than <paramref name="length"/> bytes.</exception>
    public static Memory<byte> Get(Hdf5Blocks dataset, ulong index, int length, Func<Memory<byte>> read)
    {
        var key = new Key(dataset, index);
        lock (gate)
            if (entries.TryGetValue(key, out var found))
            {
                order.Remove(found);
                order.AddFirst(found);
                return found.Value.Block;
            }
        var block = read();
        if (block.Length < length)
            throw new Hdf5Refusal($"has a block, number {index}, that unpacks to {block.Length} bytes where {length} belong. The file is " +
                "damaged; fetch it again.");
        lock (gate)
            if (block.Length <= MostBytes / 2 && !entries.ContainsKey(key))
            {
                entries.Add(key, order.AddFirst((key, block)));
                for (held += block.Length; held > MostBytes;)
                    Remove(order.Last!);
            }
        return block;
    }

    /// <summary>Forgets the blocks of a file that is closed.</summary>
    public static void Forget(Hdf5File file)
    {
        lock (gate)
            foreach (var node in entries.Values.Where(node => node.Value.Key.Dataset.File == file).ToList())
                Remove(node);
    }

    private static void Remove(LinkedListNode<(Key Key, Memory<byte> Block)> node)
    {
        held -= node.Value.Block.Length;
        entries.Remove(node.Value.Key);
        order.Remove(node);
    }
}
