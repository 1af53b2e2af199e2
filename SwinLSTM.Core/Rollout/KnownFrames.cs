using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>The rule that known frames are finite: one NaN in a state would make every later forecast NaN.</summary>
internal static class KnownFrames
{
    private static readonly string[] Axes = ["sequence", "frame", "channel", "row", "column"];

    /// <summary>Refuses a value that is not finite, with its place, before any state changes.</summary>
    /// <param name="frames"><c>[B, T, C, H, W]</c> or <c>[B, C, H, W]</c>.</param>
    /// <param name="parameter">What messages call them.</param>
    public static void CheckFinite(Tensor frames, string parameter)
    {
        if (!frames.is_floating_point()) return;
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var finite = frames.isfinite();
        if (finite.all().item<bool>()) return;
        var place = finite.logical_not().nonzero()[0].cpu().data<long>().ToArray();
        string[] axes = place.Length == Axes.Length ? Axes : ["sequence", .. Axes[2..]];
        var value = frames[place.Select(i => TensorIndex.Single(i)).ToArray()].to(ScalarType.Float64).item<double>();
        var where = string.Join(", ", axes.Zip(place, (axis, i) => $"{axis} {i}"));
        throw new ArgumentException($"Every value of known frames must be finite; {parameter} has {value} at {where}. "
            + "Mend the data, or forecast with a ForecastModel that has a normaliser, "
            + "which sets missing values (NaN) to 0 after normalising.", parameter);
    }
}
