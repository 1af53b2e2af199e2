using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>The constants that follow from a layout, made once for each device and element type.</summary>
/// <remarks>They are no module state: never saved, and right wherever the input is, whatever <c>.to()</c> was called on. Thread-safe.</remarks>
internal sealed class WindowTables(WindowLayout layout) : IDisposable
{
    private readonly ConcurrentDictionary<(string Device, ScalarType Type), Lazy<(Tensor Index, Tensor? Mask)>> made = new();

    /// <summary>The layout they belong to.</summary>
    public WindowLayout Layout { get; } = layout;

    /// <summary>The bias of a block: its relative positions and its mask, ready to be added to scores.</summary>
    /// <param name="table"><c>[(2h-1)(2w-1), heads]</c>.</param>
    /// <returns><c>[nW or 1, heads, N, N]</c>.</returns>
    public Tensor Bias(Tensor table)
    {
        var (index, mask) = On(table.device, table.dtype);
        var bias = RelativePositionBias.Lookup(table, index).unsqueeze(0); // [1, heads, N, N]
        return mask is null ? bias.contiguous() : bias.add(mask).contiguous(); // [nW, heads, N, N]
    }

    public void Dispose()
    {
        foreach (var tables in made.Values.Where(t => t.IsValueCreated))
        {
            tables.Value.Index.Dispose();
            tables.Value.Mask?.Dispose();
        }

        made.Clear();
    }

    private (Tensor Index, Tensor? Mask) On(Device device, ScalarType type) =>
        made.GetOrAdd((device.ToString(), type), _ => new(() => Make(device, type))).Value;

    private (Tensor Index, Tensor? Mask) Make(Device device, ScalarType type)
    {
        // Constants outlive the call that first needs them, so neither its scope nor its grad or inference mode may own them.
        using var normal = inference_mode(false);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var index = RelativePositionBias.Index(Layout.Window).to(device).DetachFromDisposeScope();
        var mask = WindowShift.Mask(Layout)?.unsqueeze(1).to(type, device).DetachFromDisposeScope(); // [nW, 1, N, N]
        return (index, mask);
    }
}
