namespace SwinLSTM;

/// <summary>Argument checks whose messages hold the rule, what was received and the way out.</summary>
internal static class Require
{
    /// <summary>Writes a shape as people do: <c>[2, 1, 64, 64]</c>.</summary>
    public static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    /// <summary>Refuses a tensor of another shape.</summary>
    public static void Shape(Tensor tensor, string parameter, string rule, ReadOnlySpan<long> expected)
    {
        ArgumentNullException.ThrowIfNull(tensor, parameter);
        if (!expected.SequenceEqual(tensor.shape))
            throw new ArgumentException($"{parameter} is {Text(tensor.shape)}; {rule}. Expected {Text(expected)}.", parameter);
    }

    /// <summary>Refuses tokens that are not <c>[B, h, w, channels]</c>, no axis empty, like the weights.</summary>
    public static void Tokens(Tensor tokens, string parameter, int channels, Tensor weight) =>
        Batch(tokens, parameter, 3, channels, weight);

    /// <summary>Refuses maps and frames that are not <c>[B, channels, H, W]</c>, no axis empty, like the weights.</summary>
    public static void Maps(Tensor maps, string parameter, int channels, Tensor weight) =>
        Batch(maps, parameter, 1, channels, weight);

    private static void Batch(Tensor tensor, string parameter, int axis, int channels, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(tensor, parameter);
        var shape = tensor.shape;
        if (shape.Length != 4 || shape[axis] != channels || shape.Contains(0))
        {
            var expected = axis == 1 ? $"[batch, {channels}, height, width]" : $"[batch, rows, columns, {channels}]";
            throw new ArgumentException($"{parameter} is {Text(shape)}; this module was built for {channels} "
                + $"channel{(channels == 1 ? "" : "s")}. Expected {expected}, no axis empty.", parameter);
        }

        Like(tensor, parameter, weight);
    }

    /// <summary>Refuses a tensor that is not where the weights are, or not of their element type.</summary>
    public static void Like(Tensor tensor, string parameter, Tensor weight)
    {
        if (tensor.dtype == ScalarType.Byte && weight.is_floating_point())
            throw new ArgumentException($"{parameter} is Byte; the weights are {weight.dtype}. Bring bytes to the range that the network "
                + $"was trained on: {parameter}.to(ScalarType.{weight.dtype}).div_(255) for pictures, "
                + "or forecast with a ForecastModel, whose normaliser does it.", parameter);
        if (tensor.dtype != weight.dtype)
            throw new ArgumentException($"{parameter} is {tensor.dtype}; the weights are {weight.dtype}. Convert one: "
                + $"{parameter}.to(ScalarType.{weight.dtype}), or the module with .to(ScalarType.{tensor.dtype}).", parameter);
        if (tensor.device_type != weight.device_type || tensor.device_index != weight.device_index)
            throw new ArgumentException(
                $"{parameter} is on {tensor.device}; the weights are on {weight.device}. Move one with .to(device).", parameter);
    }

    /// <summary>Returns a count or size, and refuses one below <paramref name="least"/>.</summary>
    public static int AtLeast(int least, int value, string parameter) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be at least {least}; it is {value}.");

    /// <summary>Refuses known frames <c>[B, T, C, H, W]</c> or <c>[B, C, H, W]</c> with a value that is not finite, with its place: one NaN
    /// in a state would make every later forecast NaN.</summary>
    public static void Finite(Tensor frames, string parameter)
    {
        if (!frames.is_floating_point()) return;
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var finite = frames.isfinite();
        if (finite.all().item<bool>()) return;
        var place = finite.logical_not().nonzero()[0].cpu().data<long>().ToArray();
        string[] axes = ["sequence", .. frames.dim() == 5 ? ["frame"] : Array.Empty<string>(), "channel", "row", "column"];
        var value = frames[place.Select(i => TensorIndex.Single(i)).ToArray()].to(ScalarType.Float64).item<double>();
        var where = string.Join(", ", axes.Zip(place, (axis, i) => $"{axis} {i}"));
        throw new ArgumentException($"Every value of known frames must be finite; {parameter} has {value} at {where}. "
            + "Mend the data, or forecast with a ForecastModel that has a normaliser, "
            + "which sets missing values (NaN) to 0 after normalising.", parameter);
    }
}
