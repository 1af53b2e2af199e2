using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>What a network saw, what really followed, and what it forecast: frames in order, all of one size.</summary>
public sealed record FilmstripSample
{
    /// <summary>Puts the frames of one sample together.</summary>
    /// <param name="input">The frames that the network saw, at least one.</param>
    /// <param name="truth">The frames that really followed, at least one.</param>
    /// <param name="forecast">The frames that it forecast, as many as <paramref name="truth"/>.</param>
    /// <exception cref="ArgumentException">A list is empty, the last two differ in length, or frames differ in size.</exception>
    public FilmstripSample(IReadOnlyList<GrayImage> input, IReadOnlyList<GrayImage> truth, IReadOnlyList<GrayImage> forecast)
    {
        if (input.Count == 0 || truth.Count == 0 || truth.Count != forecast.Count)
            throw new ArgumentException($"A filmstrip shows at least one input frame, and as many forecast as true ones (at least one); " +
                $"{input.Count} input, {truth.Count} true and {forecast.Count} forecast frames were given.", nameof(forecast));
        if (input.Concat(truth).Concat(forecast).Select(frame => (frame.Width, frame.Height)).Distinct().Skip(1).Any())
            throw new ArgumentException("The frames of a filmstrip have one size; these differ.", nameof(input));
        (Input, Truth, Forecast) = (input, truth, forecast);
    }

    /// <summary>The frames that the network saw.</summary>
    public IReadOnlyList<GrayImage> Input { get; }

    /// <summary>The frames that really followed.</summary>
    public IReadOnlyList<GrayImage> Truth { get; }

    /// <summary>The frames that the network forecast.</summary>
    public IReadOnlyList<GrayImage> Forecast { get; }

    /// <summary>Makes pictures of tensors: 0 is black, 1 white, anything beyond is cut; channels are averaged.</summary>
    /// <param name="input">Frames [Tin, C, H, W] of any floating dtype, on any device.</param>
    /// <param name="truth">Frames [Tout, C, H, W].</param>
    /// <param name="forecast">Frames [Tout, C, H, W].</param>
    /// <returns>The sample; the tensors stay the caller's.</returns>
    /// <exception cref="ArgumentException">A tensor has not four axes, or the frames do not belong together.</exception>
    public static FilmstripSample FromTensors(Tensor input, Tensor truth, Tensor forecast) =>
        new(Pictures(input, nameof(input)), Pictures(truth, nameof(truth)), Pictures(forecast, nameof(forecast)));

    private static List<GrayImage> Pictures(Tensor frames, string name)
    {
        if (frames.dim() != 4)
            throw new ArgumentException($"{name} must have the axes [T, C, H, W]; it has the shape [{string.Join(", ", frames.shape)}].", name);

        using var scope = NewDisposeScope();
        var grey = frames.to(CPU).to(ScalarType.Float32).mean([1]); // [T, H, W]
        var shades = grey.clamp(0, 1).mul(255).round().to(ScalarType.Byte).contiguous();
        var (width, height) = ((int)frames.shape[3], (int)frames.shape[2]);
        var pixels = shades.data<byte>().ToArray();
        return [.. pixels.Chunk(width * height).Select(frame => new GrayImage(width, height, frame))];
    }
}
