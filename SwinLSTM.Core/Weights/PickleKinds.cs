using System.Numerics;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>What to call the values of a pickle in messages.</summary>
internal static class PickleKinds
{
    public static string Describe(object? value) => value switch
    {
        null => "None",
        bool or long or double => $"the value {value}",
        BigInteger => "a large integer",
        string text => BadFile.Quote(text),
        byte[] => "bytes",
        object?[] items => $"a tuple of {items.Length}",
        List<object?> items => $"a list of {items.Count}",
        PickleDict dict => $"a dict of {dict.Entries.Count}",
        ScalarType type => $"a storage class of {type}",
        StorageRef => "a storage",
        TensorRef => "a tensor",
        _ => "a function",
    };
}
