using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>
/// Scales each channel: <c>y = (x - offset) / scale</c>, one pair for all channels or one for each, and back again. Missing values (NaN)
/// become 0
/// after it. Immutable; two of the same numbers are equal.
/// </summary>
/// <remarks>Numbers that are fitted come from training data only: the same normaliser serves validation, test and forecasts.</remarks>
public sealed partial class Normalizer : IEquatable<Normalizer>
{
    private readonly double[] offsets, scales;

    private Normalizer(double[] offsets, double[] scales) => (this.offsets, this.scales) = (offsets, scales);

    /// <summary>Values as they are.</summary>
    public static Normalizer None { get; } = new([0], [1]);

    /// <summary>What is subtracted: one number for all channels, or one for each.</summary>
    public IReadOnlyList<double> Offsets => offsets.AsReadOnly();

    /// <summary>What the difference is divided by: one number for all channels, or one for each; all positive.</summary>
    public IReadOnlyList<double> Scales => scales.AsReadOnly();

    /// <summary>Values from <paramref name="low"/> to <paramref name="high"/> become 0 to 1; those outside go on outside.</summary>
    /// <param name="low">What becomes 0.</param>
    /// <param name="high">What becomes 1; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">
    /// A number is not finite, or <paramref name="high"/> is not above <paramref name="low"/>.
    /// </exception>
    public static Normalizer UnitRange(double low, double high) => low < high
        ? PerChannel([low], [high - low])
        : throw new ArgumentException($"A range goes from a lower number to a higher one; {low} to {high} was given. Give the smaller " +
            "one first.", nameof(high));

    /// <summary>Numbers of one's own.</summary>
    /// <param name="offsets">What is subtracted: one number for all channels, or one for each.</param>
    /// <param name="scales">What the difference is divided by, as many; all positive.</param>
    /// <exception cref="ArgumentException">Another count, or a number that cannot be.</exception>
    public static Normalizer PerChannel(ReadOnlySpan<double> offsets, ReadOnlySpan<double> scales)
    {
        if (offsets.IsEmpty || offsets.Length != scales.Length)
            throw new ArgumentException($"A normaliser has one offset and one scale for all channels, or one of each for every channel; " +
                $"{offsets.Length} offsets and " +
                $"{scales.Length} scales were given.", nameof(scales));
        for (var c = 0; c < offsets.Length; c++)
        {
            // What float32 cannot hold would become infinite, or a division by zero, where frames are normalised in float32.
            if (!float.IsFinite((float)offsets[c]) || !float.IsFinite((float)scales[c]) || (float)scales[c] <= 0)
                throw new ArgumentException($"Offsets must be finite and scales finite and above 0, in float32; channel {c} has offset " +
                    $"{offsets[c]} and scale {scales[c]}. " +
                    "For a channel of one value only, use a scale of 1.", nameof(scales));
        }
        return new(offsets.ToArray(), scales.ToArray());
    }

    /// <summary>Normalises frames, wherever they are.</summary>
    /// <param name="frames"><c>[..., C, H, W]</c>, float32; NaN where a value is missing.</param>
    /// <returns>As many values, float32, on the same device; 0 where one was missing.</returns>
    /// <exception cref="ArgumentException">Too few axes, or other channels than the normaliser's.</exception>
    public Tensor Apply(Tensor frames)
    {
        CheckChannels(frames);
        using var scope = NewDisposeScope();
        var (offset, scale) = Tensors(frames.device);
        var normalized = frames.to(ScalarType.Float32).sub(offset).div_(scale); // [..., C, H, W]
        return normalized.nan_to_num_(0, double.PositiveInfinity, double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>Turns what a network says back into the unit of the data: <c>x = y * scale + offset</c>.</summary>
    /// <param name="frames">Normalised <c>[..., C, H, W]</c>, of a floating type.</param>
    /// <returns>As many values, of the same type and on the same device.</returns>
    /// <exception cref="ArgumentException">Too few axes, other channels than the normaliser's, or no floating type.</exception>
    public Tensor Undo(Tensor frames)
    {
        CheckChannels(frames);
        if (!frames.is_floating_point())
            throw new ArgumentException($"Normalised frames are of a floating type; these are {frames.dtype}. Give what the network " +
                "returned.", nameof(frames));
        using var scope = NewDisposeScope();
        var (offset, scale) = Tensors(frames.device);
        return (frames * scale.to(frames.dtype) + offset.to(frames.dtype)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public bool Equals(Normalizer? other) => other is not null && offsets.AsSpan().SequenceEqual(other.offsets)
        && scales.AsSpan().SequenceEqual(other.scales);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Normalizer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(offsets.Length, offsets[0], scales[^1]);

    /// <summary>The numbers in words, for messages.</summary>
    public override string ToString() => $"(x - [{string.Join(", ", offsets)}]) / [{string.Join(", ", scales)}]";

    private void CheckChannels(Tensor frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.dim() < 3)
            throw new ArgumentException($"Frames are [..., channels, height, width]; [{string.Join(", ", frames.shape)}] was " +
                "given.", nameof(frames));
        if (offsets.Length != 1 && offsets.Length != frames.size(-3))
            throw new ArgumentException($"The normaliser has numbers for {offsets.Length} channels, but the frames have " +
                $"{frames.size(-3)}. Fit it on data of these channels, " +
                "or give one offset and one scale for all.", nameof(frames));
    }

    /// <summary>
    /// Offsets and scales, <c>[C, 1, 1]</c> each: tensors even where there is one number, for some devices multiply by the reciprocal of a
    /// scalar instead of dividing by it.
    /// </summary>
    private (Tensor Offset, Tensor Scale) Tensors(Device device) => (
        tensor(offsets, [offsets.Length, 1, 1]).to(ScalarType.Float32, device), // [C, 1, 1]
        tensor(scales, [scales.Length, 1, 1]).to(ScalarType.Float32, device)); // [C, 1, 1]
}
