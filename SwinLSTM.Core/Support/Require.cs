using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Argument checks whose messages hold the rule, what was received and the way out.</summary>
internal static class Require
{
    /// <summary>The shape of a tensor as people write it: <c>[2, 1, 64, 64]</c>.</summary>
    public static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    /// <summary>A tensor's last axes must be exactly these; <paramref name="leading"/> names the free axes before them.</summary>
    public static void Trailing(Tensor tensor, string parameter, string what, string[] leading, params ReadOnlySpan<long> trailing)
    {
        ArgumentNullException.ThrowIfNull(tensor, parameter);
        var shape = tensor.shape;
        if (shape.Length == leading.Length + trailing.Length && trailing.SequenceEqual(shape.AsSpan(leading.Length)) && !shape.Contains(0)) return;
        var expected = string.Join(", ", [.. leading, .. trailing.ToArray().Select(n => $"{n}")]);
        throw new ArgumentException($"{parameter} is {Shape(tensor)}; {what}. Expected [{expected}], no axis empty.", parameter);
    }

    /// <summary>A tensor must live where the weights live and have their element type.</summary>
    public static void Like(Tensor tensor, string parameter, Tensor weight)
    {
        if (tensor.dtype != weight.dtype)
            throw new ArgumentException($"{parameter} is {tensor.dtype}; the weights are {weight.dtype}. Convert one: {parameter}.to(ScalarType.{weight.dtype}), or the module with .to(ScalarType.{tensor.dtype}).", parameter);
        if (tensor.device_type != weight.device_type || tensor.device_index != weight.device_index)
            throw new ArgumentException($"{parameter} is on {tensor.device}; the weights are on {weight.device}. Move one with .to(device).", parameter);
    }

    /// <summary>A count or size must be at least <paramref name="least"/>.</summary>
    public static int AtLeast(int least, int value, string parameter) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be at least {least}; it is {value}.");
}
