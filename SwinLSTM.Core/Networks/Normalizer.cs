using System.Text.Json;

namespace SwinLSTM;

/// <summary>Scales each channel: <c>y = (x - offset) / scale</c>, and back. Missing values (NaN) become 0 after it: the middle of
/// standardised data.</summary>
/// <remarks>One pair for all channels, or one for each. Immutable; two of the same numbers are equal. Numbers that are fitted come from
/// training data only.</remarks>
public sealed record Normalizer
{
    private const int Version = 1, LongestText = 1 << 20;

    private static readonly JsonSerializerOptions Style = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = 4,
    };

    private Normalizer(ValueList<double> offsets, ValueList<double> scales) => (Offsets, Scales) = (offsets, scales);

    /// <summary>Values as they are; missing ones become 0.</summary>
    public static Normalizer None { get; } = new([0], [1]);

    /// <summary>What is subtracted: one number for all channels, or one for each.</summary>
    public ValueList<double> Offsets { get; }

    /// <summary>What the difference is divided by: one number for all channels, or one for each; all positive.</summary>
    public ValueList<double> Scales { get; }

    /// <summary>Maps values from <paramref name="low"/> to <paramref name="high"/> to 0 to 1; those outside go on outside.</summary>
    /// <param name="low">What becomes 0.</param>
    /// <param name="high">What becomes 1; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">A number is not finite, or <paramref name="high"/> is not above
    /// <paramref name="low"/>.</exception>
    public static Normalizer UnitRange(double low, double high) => low < high
        ? PerChannel([low], [high - low])
        : throw new ArgumentException(
            $"A range goes from a lower number to a higher one; {low} to {high} was given. Give the smaller one first.", nameof(high));

    /// <summary>Uses numbers of one's own.</summary>
    /// <param name="offsets">What is subtracted: one number for all channels, or one for each.</param>
    /// <param name="scales">What the difference is divided by, as many; all positive.</param>
    /// <exception cref="ArgumentException">Another count, or a number that cannot be.</exception>
    public static Normalizer PerChannel(ReadOnlySpan<double> offsets, ReadOnlySpan<double> scales)
    {
        if (offsets.IsEmpty || offsets.Length != scales.Length)
            throw new ArgumentException(
                $"A normaliser has one offset and one scale for all channels, or one of each for every channel; {offsets.Length} offsets "
                + $"and {scales.Length} scales were given.", nameof(scales));
        for (var c = 0; c < offsets.Length; c++)
        {
            // What float32 cannot hold would become infinite, or a division by zero, where frames are normalised in float32.
            if (!float.IsFinite((float)offsets[c]) || !float.IsFinite((float)scales[c]) || (float)scales[c] <= 0)
                throw new ArgumentException(
                    $"Offsets must be finite and scales finite and above 0, in float32; channel {c} has offset {offsets[c]} and scale "
                    + $"{scales[c]}. For a channel of one value only, use a scale of 1.", nameof(scales));
        }

        return new(ValueList.Create(offsets), ValueList.Create(scales));
    }

    /// <summary>Normalises frames, wherever they are; missing values become 0.</summary>
    /// <param name="frames"><c>[..., C, H, W]</c> of any real type, in the units of the data; NaN where missing.</param>
    /// <returns>As many values, on the same device: float64 for float64, else float32. Integers of 32 bits and more are normalised in
    /// float64.</returns>
    /// <exception cref="ArgumentException">Too few axes, or other channels than the normaliser's.</exception>
    public Tensor Apply(Tensor frames)
    {
        CheckChannels(frames, null);
        if (frames.is_complex()) throw new ArgumentException($"Frames are of a real type; these are {frames.dtype}.", nameof(frames));
        using var scope = NewDisposeScope();
        var exact = frames.dtype is ScalarType.Int32 or ScalarType.Int64 or ScalarType.Float64;
        var arithmetic = exact ? ScalarType.Float64 : ScalarType.Float32;
        var (offset, scale) = Numbers(null, arithmetic, frames.device);
        var scaled = frames.to(arithmetic).sub(offset).div_(scale); // [..., C, H, W]
        if (frames.is_floating_point()) scaled = scaled.nan_to_num(0, double.PositiveInfinity, double.NegativeInfinity);
        return scope.MoveToOuter(scaled.to(frames.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32));
    }

    /// <summary>Turns what a network says back into the units of the data: <c>x = y · scale + offset</c>.</summary>
    /// <param name="frames">Normalised <c>[..., C', H, W]</c>, of a floating type.</param>
    /// <param name="channels">Which channels of the data these are; null is all of them.</param>
    /// <returns>As many values, on the same device: of the same type, or float32 for half precision, which holds no units such as 101325
    /// Pa.</returns>
    /// <exception cref="ArgumentException">Too few axes, other channels than the normaliser's, or no floating type.</exception>
    public Tensor Undo(Tensor frames, IReadOnlyList<int>? channels = null)
    {
        CheckChannels(frames, channels);
        if (!frames.is_floating_point())
            throw new ArgumentException(
                $"Normalised frames are of a floating type; these are {frames.dtype}. Give what the network returned.", nameof(frames));
        using var scope = NewDisposeScope();
        var type = frames.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var (offset, scale) = Numbers(channels, type, frames.device);
        return scope.MoveToOuter((frames.to(type) * scale).Plus(offset)); // [..., C', H, W]
    }

    /// <summary>Writes the numbers as one JSON object, with a version.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Form(Version, [.. Offsets], [.. Scales]), Style);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is no normaliser, one of another version, or one of numbers that cannot
    /// be.</exception>
    public static Normalizer FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            if (json.Length > LongestText) throw new JsonException($"it has {json.Length} characters; at most {LongestText} are read");
            var form = JsonSerializer.Deserialize<Form>(json, Style) ?? throw new JsonException("it is null");
            return form.Version == Version ? PerChannel(form.Offsets, form.Scales)
                : throw new JsonException($"it is of version {form.Version}; this library reads version {Version}");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"This text is no normaliser: {e.Message.TrimEnd('.')}. Use what Normalizer.ToJson wrote, "
                + "whole; if a newer release of this library wrote it, use that one.", e);
        }
    }

    /// <summary>Returns the numbers in words, for messages.</summary>
    public override string ToString() => $"(x - {Offsets}) / {Scales}";

    /// <summary>Normalises frames and brings them to the element type of the network's weights.</summary>
    internal Tensor ApplyFor(FramePredictor network, Tensor frames)
    {
        using var scope = NewDisposeScope();
        var weight = network.parameters().FirstOrDefault();
        var seen = Apply(frames); // [..., C, H, W]
        return scope.MoveToOuter(weight is null ? seen : seen.to(weight.dtype));
    }

    // Tensors even where there is one number: some devices multiply by the reciprocal of a scalar instead of dividing by it.
    private (Tensor Offset, Tensor Scale) Numbers(IReadOnlyList<int>? channels, ScalarType type, Device device)
    {
        return (Of(Offsets), Of(Scales));

        Tensor Of(ValueList<double> numbers)
        {
            double[] chosen = channels is null || numbers.Count == 1 ? [.. numbers] : [.. channels.Select(c => numbers[c])];
            return tensor(chosen, [chosen.Length, 1, 1]).to(type, device); // [C', 1, 1]
        }
    }

    private void CheckChannels(Tensor frames, IReadOnlyList<int>? channels)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.dim() < 3)
            throw new ArgumentException(
                $"Frames are [..., channels, height, width]; {Require.Text(frames.shape)} was given.", nameof(frames));
        var expected = channels?.Count ?? Offsets.Count;
        if (Offsets.Count != 1 && frames.size(-3) != expected)
            throw new ArgumentException(
                $"The normaliser has numbers for {expected} channels, but the frames have {frames.size(-3)}. Fit it on data of these "
                + "channels, or give one offset and one scale for all.", nameof(frames));
        if (Offsets.Count != 1 && channels?.Any(c => c < 0 || c >= Offsets.Count) == true)
            throw new ArgumentException(
                $"channels lists {string.Join(", ", channels)}; the normaliser has numbers for channels 0 to {Offsets.Count - 1}.",
                nameof(channels));
    }

    private sealed record Form(int Version, double[] Offsets, double[] Scales);
}
