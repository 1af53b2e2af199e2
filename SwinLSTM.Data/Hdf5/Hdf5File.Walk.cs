using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SwinLSTM.Data;

/// <content>Listing what the file holds.</content>
public sealed unsafe partial class Hdf5File
{
    private const int MaxObjects = 1 << 20;
    private const int MaxDepth = 64;

    private void Walk(long root)
    {
        var seen = new HashSet<long> { root };
        var waiting = new Queue<(string Name, long Address, int Depth)>([("/", root, 0)]);
        entries.Add("/", new(Hdf5EntryKind.Group, root));
        while (waiting.TryDequeue(out var group))
        {
            Hdf5Group.Check(Bytes, group.Address);
            var id = OpenObject(group.Name);
            try
            {
                foreach (var (name, link) in Links(id, group.Name))
                {
                    var full = group.Name == "/" ? "/" + name : $"{group.Name}/{name}";
                    var entry = link.Kind == Hdf5EntryKind.Other && link.Address != -1 ? link with { Kind = KindOf(id, name, full, link.Address) } : link;
                    if (!entries.TryAdd(full, entry) || entries.Count > MaxObjects)
                        throw Damaged(full, "is there twice, or there are too many objects");
                    if (entry.Kind == Hdf5EntryKind.Group && seen.Add(entry.Address) && group.Depth < MaxDepth)
                        waiting.Enqueue((full, entry.Address, group.Depth + 1));
                }
            }
            finally
            {
                _ = Api.ObjectClose(id);
            }
        }
    }

    private Hdf5EntryKind KindOf(long group, string name, string full, long address)
    {
        Hdf5Group.Check(Bytes, address);
        fixed (byte* text = Zero(name))
        {
            var id = Api.ObjectOpen(group, text, Api.LinkAccess);
            if (id < 0)
                throw Damaged(full, "cannot be opened");
            var kind = Api.KindOf(id) switch { 2 => Hdf5EntryKind.Group, 5 => Hdf5EntryKind.Dataset, _ => Hdf5EntryKind.Other };
            _ = Api.ObjectClose(id);
            return kind;
        }
    }

    private List<(string Name, Hdf5Entry Link)> Links(long group, string name)
    {
        var links = new List<(string, Hdf5Entry)>();
        var list = GCHandle.Alloc(links);
        try
        {
            if (Api.Links(group, 0, 2, null, &AddLink, (void*)GCHandle.ToIntPtr(list)) < 0) // by name, in whatever order is quick
                throw Damaged(name, "cannot be listed");
            return links;
        }
        finally
        {
            list.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AddLink(long group, byte* name, byte* info, void* data)
    {
        var links = (List<(string, Hdf5Entry)>)GCHandle.FromIntPtr((nint)data).Target!;
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        if (links.Count >= MaxObjects || text is "" or "." || text.Contains('/', StringComparison.Ordinal))
            return -1;
        links.Add((text, *(int*)info switch
        {
            0 => new(Hdf5EntryKind.Other, *(long*)(info + 24)), // what it is comes later
            1 => new(Hdf5EntryKind.SoftLink, -1),
            64 => new(Hdf5EntryKind.ExternalLink, -1),
            _ => new(Hdf5EntryKind.Other, -1),
        }));
        return 0;
    }
}
