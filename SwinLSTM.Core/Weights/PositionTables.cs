using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Position tables of windows that a small grid shrank: files of a fixed frame size hold small ones, our networks always hold
/// whole ones.</summary>
internal static class PositionTables
{
    private const string Suffix = "relative_position_bias_table";

    public static bool IsTable(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Lays a table into the middle of that of a larger window; any other tensor comes back as an alias, for the loader to
    /// judge.</summary>
    public static Tensor Widen(Tensor table, WindowSize from, WindowSize to) =>
        table.dim() == 2 && table.size(0) == from.Offsets && from.Height <= to.Height && from.Width <= to.Width
            ? RelativePositionBias.Resize(table, from, to)
            : table.alias();

    /// <summary>The square window of a table <c>[(2w-1)², heads]</c>; null where that is none.</summary>
    public static int? Window(ReadOnlySpan<long> shape)
    {
        var side = shape.Length == 2 ? (long)Math.Round(Math.Sqrt(shape[0])) : 0;
        return side % 2 == 1 && side * side == shape[0] && side < 1 << 16 ? (int)((side + 1) / 2) : null;
    }
}
