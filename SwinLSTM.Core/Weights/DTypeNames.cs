using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>The element types that weight files hold: safetensors' name for each and its size in bytes.</summary>
internal static class DTypeNames
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] Table =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>All names, for messages.</summary>
    public static string All { get; } = string.Join(", ", Table.Select(row => row.Name));

    /// <summary>The type of that name, or null where there is none.</summary>
    public static ScalarType? Find(string name)
    {
        foreach (var row in Table)
            if (row.Name == name)
                return row.Type;
        return null;
    }

    /// <summary>The name of a type, or null where weight files do not hold it.</summary>
    public static string? NameOf(ScalarType type) => Array.Find(Table, row => row.Type == type).Name;

    /// <summary>Bytes of one element of a type of the table.</summary>
    public static int BytesOf(ScalarType type) => Array.Find(Table, row => row.Type == type).Bytes;
}
