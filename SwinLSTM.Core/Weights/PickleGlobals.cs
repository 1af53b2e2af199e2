using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>What a function of the list makes of its arguments; null where it does not take them.</summary>
internal delegate object? PickleFunction(object?[] arguments);

/// <summary>The only names a pickle may use, and what they mean here. Nothing is ever looked up anywhere else.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, object> Allowed = new()
    {
        ["collections.OrderedDict"] = (PickleFunction)(arguments => arguments is [] ? new PickleDict() : null),
        ["torch.Size"] = (PickleFunction)(arguments => arguments is [object?[] sizes] ? sizes : null),
        ["torch._utils._rebuild_tensor_v2"] = (PickleFunction)RebuildTensor,
        ["torch._utils._rebuild_parameter"] = (PickleFunction)(arguments => arguments is [TensorRef tensor, bool, _] ? tensor : null),
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
    };

    /// <summary>The meaning of a name.</summary>
    /// <exception cref="InvalidDataException">The name is not on the list.</exception>
    public static object Find(string module, string name, BadFile bad) => Allowed.TryGetValue($"{module}.{name}", out object? meaning)
        ? meaning
        : throw bad.Because("Reading never runs what a file names; a state dict of plain tensors names nothing beyond " +
            "OrderedDict, torch.Size, torch's storages of floats, integers and bools, and its functions that rebuild tensors and parameters.",
            BadFile.Quote($"{module}.{name}"));

    // Past the strides come whether gradients are wanted, backward hooks and, from newer versions, metadata: none of them is a value.
    private static TensorRef? RebuildTensor(object?[] arguments) =>
        arguments is [StorageRef storage, long offset, object?[] shape, object?[] strides, bool, _, ..] && arguments.Length <= 7
        && shape.All(size => size is long) && strides.All(stride => stride is long)
            ? new TensorRef(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()])
            : null;
}
