namespace SwinLSTM;

/// <summary>Index tables and masks, which follow from sizes alone: made once for each layout, device and element type, for all networks of
/// the process.</summary>
/// <remarks>They are no module state: never saved, and right wherever the input is, whatever <c>.to()</c> was called on.
/// Thread-safe.</remarks>
internal static class WindowTables
{
    // A network of four stages needs eight for each size of frames; the second bound is 128 MB of float32.
    internal const int MostTables = 128;
    internal const long MostElements = 1L << 25;

    private static readonly Lock Gate = new();
    private static readonly OrderedDictionary<Key, Tables> Made = []; // the last used stand last
    private static long elements;

    /// <summary>How many tables are kept at present.</summary>
    internal static int Count
    {
        get { lock (Gate) return Made.Count; }
    }

    /// <summary>Returns what a block adds to its scores: the bias of relative positions, and the mask of strangers and padding.</summary>
    /// <param name="table"><c>[(2h-1)(2w-1), heads]</c> of the window <paramref name="trained"/>.</param>
    /// <param name="trained">The window of the table.</param>
    /// <param name="rows">The windows in use, nowhere larger.</param>
    /// <returns><c>[nW or 1, heads, N, N]</c>.</returns>
    public static Tensor Bias(Tensor table, WindowSize trained, WindowRows rows)
    {
        var tables = Find(new(rows.Layout, trained, table.device_type, table.device_index, table.dtype));
        var bias = RelativePositionBias.Lookup(table, tables.Index).unsqueeze(0); // [1, heads, N, N]
        var masked = (tables.Mask is null ? bias : bias.Plus(rows.OfWindows(tables.Mask))).contiguous(); // [nW or 1, heads, N, N]
        // Another thread may have pushed the tables out while native code was reading them.
        GC.KeepAlive(tables);
        return masked;
    }

    private static Tables Find(Key key)
    {
        lock (Gate)
        {
            if (!Made.Remove(key, out var tables))
            {
                tables = Make(key);
                elements += tables.Elements;
            }

            // Dropped, and never disposed: another thread may hold the tensors, and the collector frees them after it.
            while (Made.Count > 0 && (Made.Count >= MostTables || elements > MostElements))
            {
                elements -= Made.GetAt(0).Value.Elements;
                Made.RemoveAt(0);
            }

            Made.Add(key, tables);
            return tables;
        }
    }

    private static Tables Make(Key key)
    {
        // Tables outlive the call that first needs them, so neither its scope nor its grad or inference mode may own them.
        using var normal = inference_mode(false);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var device = new Device(key.DeviceType, key.DeviceIndex);
        var index = RelativePositionBias.Index(key.Layout.Window, key.Trained).to(device).DetachFromDisposeScope(); // [N, N]
        var mask = WindowShift.Mask(key.Layout)?.unsqueeze(1).to(key.Type, device).DetachFromDisposeScope(); // [nW, 1, N, N]
        return new(index, mask);
    }

    private sealed record Key(WindowLayout Layout, WindowSize Trained, DeviceType DeviceType, int DeviceIndex, ScalarType Type);

    private sealed record Tables(Tensor Index, Tensor? Mask)
    {
        public long Elements => Index.NumberOfElements + (Mask?.NumberOfElements ?? 0);
    }
}
