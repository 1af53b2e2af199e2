namespace SwinLSTM;

/// <summary>What a function of the list makes of its arguments; null where it does not take them.</summary>
internal delegate object? PickleFunction(object?[] arguments);

/// <summary>A dict, as the list of what was put into it: state dicts are read in order, and never looked up by a hostile key.</summary>
internal sealed record PickleDict(List<(object? Key, object? Value)> Entries);

/// <summary>A piece of memory that the archive stores: <paramref name="Count"/> elements in the entry <paramref name="Key"/>.</summary>
internal sealed record StorageRef(ElementType Type, string Key, long Count);

/// <summary>A view of a storage, as the file states it; nothing of it is checked yet.</summary>
internal sealed record TensorRef(StorageRef Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>What a pickle can hold here: the types above, null, bool, long, BigInteger, double, string, byte[], <c>object?[]</c> for a
/// tuple, <c>List&lt;object?&gt;</c> for a list, <see cref="ElementType"/> for a storage class.</summary>
internal static class PickleValues
{
    private static readonly Dictionary<string, object> Known = new(
        TensorData.Types.Select(type => KeyValuePair.Create<string, object>($"torch.{type.Storage}", type)))
    {
        ["collections.OrderedDict"] = (PickleFunction)(arguments => arguments is [] ? new PickleDict([]) : null),
        ["torch.Size"] = (PickleFunction)(arguments => arguments is [object?[] sizes] ? sizes : null),
        ["torch._utils._rebuild_tensor_v2"] = (PickleFunction)RebuildTensor,
        ["torch._utils._rebuild_parameter"] = (PickleFunction)(arguments => arguments is [TensorRef tensor, bool, _] ? tensor : null),
    };

    /// <summary>The meaning of a name: of the only ones that a pickle may use. Nothing is ever looked up anywhere else.</summary>
    /// <exception cref="InvalidDataException">The name is not on the list.</exception>
    public static object Find(string module, string name, BadFile bad) => Known.GetValueOrDefault($"{module}.{name}")
        ?? throw bad.Because("Reading never runs what a file names; a state dict of plain tensors names nothing beyond OrderedDict, " +
            "torch.Size, torch's storages of floats, integers and bools, and its functions that rebuild tensors and parameters.",
            BadFile.Quote($"{module}.{name}"));

    /// <summary>What messages call a value.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        bool or long or double => $"the value {value}",
        string text => BadFile.Quote(text),
        object?[] items => $"a tuple of {items.Length}",
        List<object?> items => $"a list of {items.Count}",
        PickleDict dict => $"a dict of {dict.Entries.Count}",
        TensorRef => "a tensor",
        _ => $"a value of another kind ({value.GetType().Name})",
    };

    // Past the strides come whether gradients are wanted, backward hooks and, from newer versions, metadata: none of them is a value.
    private static TensorRef? RebuildTensor(object?[] arguments) =>
        arguments is [StorageRef storage, long offset, object?[] shape, object?[] strides, bool, _, ..] && arguments.Length <= 7
        && shape.All(size => size is long) && strides.All(stride => stride is long)
            ? new(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()])
            : null;
}
