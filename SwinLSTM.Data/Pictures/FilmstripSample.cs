using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>What a network saw, what really followed, and what it forecast: frames in order, all of one size.</summary>
public sealed record FilmstripSample
{
    /// <summary>Puts the frames of one sample together: at least one of each, and as many forecast as true ones.</summary>
    /// <exception cref="ArgumentException">A list is empty, the last two differ in length, or frames differ in size.</exception>
    public FilmstripSample(IReadOnlyList<Picture> input, IReadOnlyList<Picture> truth, IReadOnlyList<Picture> forecast)
    {
        if (input.Count == 0 || truth.Count == 0 || truth.Count != forecast.Count)
            throw new ArgumentException("A filmstrip shows at least one input frame, and as many forecast as true ones (at least one); " +
                $"{input.Count} input, {truth.Count} true and {forecast.Count} forecast frames were given.", nameof(forecast));
        if (input.Concat(truth).Concat(forecast).Select(frame => (frame.Width, frame.Height)).Distinct().Skip(1).Any())
            throw new ArgumentException("The frames of a filmstrip have one size; these differ.", nameof(input));
        (Input, Truth, Forecast) = (input, truth, forecast);
    }

    /// <summary>The frames that the network saw.</summary>
    public IReadOnlyList<Picture> Input { get; }

    /// <summary>The frames that really followed.</summary>
    public IReadOnlyList<Picture> Truth { get; }

    /// <summary>The frames that the network forecast.</summary>
    public IReadOnlyList<Picture> Forecast { get; }

    /// <summary>Makes pictures of tensors. Three channels are red, green and blue; of any other number the mean is shown.</summary>
    /// <param name="input">Frames [Tin, C, H, W] of any floating dtype, on any device; of more channels than the truth has, the first ones
    /// are shown.</param>
    /// <param name="truth">Frames [Tout, C, H, W].</param>
    /// <param name="forecast">Frames [Tout, C, H, W].</param>
    /// <param name="style">What values become; 0 black to 1 white if left out. A map makes a mean of three channels too.</param>
    /// <returns>The sample; the tensors stay the caller's.</returns>
    /// <exception cref="ArgumentException">A tensor has not four axes, the frames do not belong together, or the style breaks a
    /// rule.</exception>
    public static FilmstripSample FromTensors(Tensor input, Tensor truth, Tensor forecast, PictureStyle? style = null) =>
        Make(input, truth, forecast, frames => frames.size(1) == 3 && style?.Map is null ? frames : frames.mean([1], keepdim: true), style);

    /// <summary>Makes a sample of each channel of the truth, for a sheet or an animation that shows them apart; tensors are those of
    /// <see cref="FromTensors"/>, and <paramref name="styleOf"/> gives the style of a channel by its number.</summary>
    /// <exception cref="ArgumentException">A tensor has not four axes, the frames do not belong together, or a style breaks a
    /// rule.</exception>
    public static IReadOnlyList<FilmstripSample> EachChannel(Tensor input, Tensor truth, Tensor forecast,
        Func<int, PictureStyle>? styleOf = null)
    {
        CheckAxes(truth, nameof(truth));
        return [.. Enumerable.Range(0, (int)truth.size(1))
            .Select(c => Make(input, truth, forecast, frames => frames.narrow(1, c, 1), styleOf?.Invoke(c)))];
    }

    private static FilmstripSample Make(Tensor input, Tensor truth, Tensor forecast, Func<Tensor, Tensor> view, PictureStyle? style)
    {
        CheckAxes(input, nameof(input));
        CheckAxes(truth, nameof(truth));
        CheckAxes(forecast, nameof(forecast));
        if (forecast.size(1) != truth.size(1) || input.size(1) < truth.size(1))
            throw new ArgumentException("Truth and forecast have as many channels, and the input at least those; they have " +
                $"{truth.size(1)}, {forecast.size(1)} and {input.size(1)}.", nameof(forecast));
        using var scope = NewDisposeScope();
        return new(Picture.OfFrames(view(input.narrow(1, 0, truth.size(1))), style), Picture.OfFrames(view(truth), style),
            Picture.OfFrames(view(forecast), style));
    }

    private static void CheckAxes(Tensor frames, string name)
    {
        if (frames.dim() != 4)
            throw new ArgumentException($"{name} must have the axes [T, C, H, W]; it has the shape [{string.Join(", ", frames.shape)}].",
                name);
    }
}
