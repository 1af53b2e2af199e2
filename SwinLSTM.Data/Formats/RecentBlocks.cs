namespace SwinLSTM.Data;

/// <summary>Blocks of files that were unpacked or decoded last, by all threads: samples that overlap do it once. A block that goes is only
/// forgotten; who reads it still keeps it.</summary>
internal sealed class RecentBlocks(long mostBytes)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(object Owner, long Number), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> order = [];
    private long held;

    private readonly record struct Entry((object Owner, long Number) Key, Memory<byte> Block);

    /// <summary>Those of all files together.</summary>
    public static RecentBlocks Shared { get; } = new(128 << 20);

    /// <summary>A block that is here; null where it is not.</summary>
    public Memory<byte>? Find(object owner, long number)
    {
        lock (gate)
        {
            if (!entries.TryGetValue((owner, number), out var found))
                return null;
            order.Remove(found);
            order.AddFirst(found);
            return found.Value.Block;
        }
    }

    public void Keep(object owner, long number, Memory<byte> block)
    {
        lock (gate)
            if (block.Length <= mostBytes / 2 && !entries.ContainsKey((owner, number)))
            {
                entries.Add((owner, number), order.AddFirst(new Entry((owner, number), block)));
                for (held += block.Length; held > mostBytes;)
                    Remove(order.Last!);
            }
    }

    /// <summary>Forgets the blocks of owners that are closed.</summary>
    public void Forget(Predicate<object> closed)
    {
        lock (gate)
            foreach (var node in entries.Values.Where(node => closed(node.Value.Key.Owner)).ToList())
                Remove(node);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        held -= node.Value.Block.Length;
        entries.Remove(node.Value.Key);
        order.Remove(node);
    }
}
