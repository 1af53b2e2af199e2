using static TorchSharp.torch;

namespace SwinLSTM;

// What a pickle can hold here: null, bool, long, BigInteger, double, string, byte[], object?[] for a tuple, List<object?> for a list,
// ScalarType for a storage class, PickleFunction for a function, and the three below.

/// <summary>A dict, as the list of what was put into it: state dicts are read in order, and never looked up by a hostile key.</summary>
internal sealed class PickleDict
{
    public List<(object? Key, object? Value)> Entries { get; } = [];
}

/// <summary>A piece of memory that the archive stores: <paramref name="Count"/> elements in the entry <paramref name="Key"/>.</summary>
internal sealed record StorageRef(ScalarType Type, string Key, long Count);

/// <summary>A view of a storage, as the file states it; nothing of it is checked yet.</summary>
internal sealed record TensorRef(StorageRef Storage, long Offset, long[] Shape, long[] Strides);
