using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Reads a case folder's tensors.safetensors: as little of the format as reference numbers need, and none of the library's own
/// reader.</summary>
public sealed class FixtureTensors
{
    private readonly Dictionary<string, (string Dtype, long[] Shape, byte[] Data)> tensors = [];

    private FixtureTensors(byte[] file)
    {
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => 8 + headerLength + offset.GetInt32())
                .ToArray();
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            tensors.Add(entry.Name, (entry.Value.GetProperty("dtype").GetString()!, shape, file[offsets[0]..offsets[1]]));
        }
    }

    public static FixtureTensors Read(string caseFolder) => new(File.ReadAllBytes(Path.Combine(caseFolder, "tensors.safetensors")));

    /// <summary>The folder of a case that is in the repository.</summary>
    public static string CaseFolder(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>A case's config.json.</summary>
    public static JsonElement Config(string caseFolder) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(caseFolder, "config.json"))).RootElement;

    public IReadOnlyCollection<string> Names => tensors.Keys;

    public long[] Shape(string name) => tensors[name].Shape;

    public byte[] Bytes(string name) => Of("U8", name);

    public float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Of("F32", name)).ToArray();

    public Tensor Tensor(string name)
    {
        var (dtype, shape, data) = tensors[name];
        var tensor = empty(shape, dtype switch
        {
            "U8" => ScalarType.Byte,
            "I64" => ScalarType.Int64,
            "F32" => ScalarType.Float32,
            "F64" => ScalarType.Float64,
            _ => throw new NotSupportedException($"{name} is of dtype {dtype}."),
        });
        data.CopyTo(tensor.bytes);
        return tensor;
    }

    private byte[] Of(string dtype, string name) => tensors[name].Dtype == dtype
        ? tensors[name].Data
        : throw new InvalidOperationException($"{name} is of dtype {tensors[name].Dtype}, not {dtype}.");
}
