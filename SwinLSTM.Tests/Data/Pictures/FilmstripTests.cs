using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class FilmstripTests
{
    private static FilmstripSample Sample(int inputs, int targets, int width, int height, byte first)
    {
        IReadOnlyList<Picture> Frames(int count, int shade) =>
            [.. Enumerable.Range(0, count).Select(t => new Picture(width, height, (byte)(shade + t)))];
        return new(Frames(inputs, first), Frames(targets, first + 40), Frames(targets, first + 80));
    }

    /// <summary>How many pixels have a shade.</summary>
    private static int Area(Picture picture, int shade) => picture.Reds().Count(pixel => pixel == shade);

    [Fact]
    public void Frames_become_pictures_one_by_one()
    {
        using var grey = arange(2 * 3 * 4, ScalarType.Float32).view(2, 1, 3, 4) / 23; // [2, 1, 3, 4]
        var pictures = Picture.OfFrames(grey.to(ScalarType.Float64));
        pictures.Select(one => (one.Width, one.Height)).Should().Equal((4, 3), (4, 3));
        pictures[1].Reds().Last().Should().Be(255);
        using var colours = tensor(new float[] { 0, 0.2f, 1 }, [1, 3, 1, 1]);
        Picture.OfFrames(colours).Single().Pixels.Should().Equal(0, 51, 255);
        Picture.OfFrames(grey, new() { High = 2 })[1].Reds().Last().Should().Be(128);

        var two = () => Picture.OfFrames(zeros(1, 2, 3, 4));
        two.Should().Throw<ArgumentException>().WithMessage("*these are [1, 2, 3, 4]*narrow(1, channel, 1)*");
        var three = () => Picture.OfFrames(zeros(1, 3, 4));
        three.Should().Throw<ArgumentException>().WithMessage("*[T, C, H, W]*");
    }

    [Theory]
    [InlineData(10, 10, 2)]
    [InlineData(4, 7, 1)]
    [InlineData(5, 2, 3)]
    public void A_sheet_shows_every_frame_once_enlarged(int inputs, int targets, int enlarge)
    {
        var sheet = Filmstrip.Sheet([Sample(inputs, targets, 20, 12, 100), Sample(inputs, targets, 20, 12, 100)], enlarge);
        var frame = 20 * 12 * enlarge * enlarge;
        foreach (var (count, shade) in new[] { (inputs, 100), (targets, 140), (targets, 180) })
            for (var t = 0; t < count; t++)
                Area(sheet, shade + t).Should().Be(2 * frame, "frame {0} of shade {1} is in both samples", t, shade + t);

        var cell = Math.Max(20 * enlarge + 2, PixelFont.Width("00", 2) + 4);
        sheet.Width.Should().Be(32 + PixelFont.Width("FORECAST", 2) + 16 + Math.Max(inputs, targets) * (cell + 4) - 4);
        var one = Filmstrip.Sheet([Sample(inputs, targets, 20, 12, 1)], enlarge);
        (sheet.Height - one.Height).Should().Be(one.Height, "each sample is as high as the first, with a margin and a line between");
    }

    [Fact]
    public void Truth_lies_below_input_and_forecast_below_truth_in_the_same_column()
    {
        var sheet = Filmstrip.Sheet([Sample(3, 3, 16, 16, 100)], 2);
        (int X, int Y) First(int shade)
        {
            var at = Array.IndexOf(sheet.Reds(), (byte)shade);
            return (at % sheet.Width, at / sheet.Width);
        }
        for (var t = 0; t < 3; t++)
        {
            First(140 + t).X.Should().Be(First(100 + t).X);
            First(180 + t).X.Should().Be(First(100 + t).X);
            First(140 + t).Y.Should().BeGreaterThan(First(100 + t).Y + 32);
            (First(180 + t).Y - First(140 + t).Y).Should().Be(16 * 2 + 2 + 4);
        }
        (First(101).X - First(100).X).Should().Be(16 * 2 + 2 + 4);
    }

    [Fact]
    public void An_animation_plays_input_then_truth_above_forecast()
    {
        var pictures = Filmstrip.Animation([Sample(2, 3, 10, 8, 100), Sample(2, 3, 10, 8, 110)], 3);
        pictures.Should().HaveCount(5);
        pictures.Should().OnlyContain(picture => picture.Width == pictures[0].Width && picture.Height == pictures[0].Height);
        const int Frame = 10 * 8 * 9;
        for (var t = 0; t < 2; t++)
            foreach (var shade in new[] { 100, 110 })
                Area(pictures[t], shade + t).Should().Be(2 * Frame, "both rows show the input");
        for (var t = 0; t < 3; t++)
            foreach (var shade in new[] { 140, 180, 190 })
                Area(pictures[2 + t], shade + t).Should().Be(Frame);
        FluentActions.Invoking(() => Filmstrip.Animation([Sample(2, 3, 4, 4, 1), Sample(3, 3, 4, 4, 1)])).Should()
            .Throw<ArgumentException>()
            .WithMessage("The samples of an animation have one length; 2 + 3 and 3 + 3 frames were given.*");
    }

    [Fact]
    public void Tensors_become_pictures_cut_to_the_range_with_channels_averaged()
    {
        using var scope = NewDisposeScope();
        var input = tensor(new[] { -1f, 0f, 0.5f, 2f, -1f, 0f, 0.5f, 2f }, [1, 2, 2, 2]).to(ScalarType.BFloat16);
        var truth = tensor(new[] { 0f, 0.2f, 1f, 1f, 1f, 0.4f, 0f, 1f }, [1, 2, 2, 2]);
        var sample = FilmstripSample.FromTensors(input, truth, truth);
        sample.Input.Single().Reds().Should().Equal(0, 0, 128, 255);
        sample.Truth.Single().Reds().Should().Equal(128, 77, 128, 255);
        FluentActions.Invoking(() => FilmstripSample.FromTensors(input, truth.reshape(2, 2, 2), truth)).Should().Throw<ArgumentException>()
            .WithMessage("truth must have the axes [T, C, H, W]; it has the shape [2, 2, 2].*");
    }

    [Fact]
    public void Three_channels_are_colours_unless_there_is_a_map()
    {
        using var scope = NewDisposeScope();
        var frames = tensor(new[] { 0.2f, 0.4f, 0.6f }, [1, 3, 1, 1]);
        FilmstripSample.FromTensors(frames, frames, frames).Truth.Single().Pixels.Should().Equal(51, 102, 153);
        var (red, green, blue) = new ColorMap()[102];
        FilmstripSample.FromTensors(frames, frames, frames, new() { Map = new() }).Truth.Single().Pixels.Should().Equal(red, green, blue);
    }

    // Two fields and a map of the terrain, of which only the fields are forecast.
    [Fact]
    public void Channels_are_shown_apart_each_in_its_range()
    {
        using var scope = NewDisposeScope();
        var (input, truth) = (tensor(new[] { 250f, 0.5f, 9f, 300f, 0f, 9f }, [2, 3, 1, 1]),
            tensor(new[] { 275f, float.NaN }, [1, 2, 1, 1]));
        var samples = FilmstripSample.EachChannel(input, truth, truth, c => c == 0 ? new() { Low = 250, High = 300, Map = new() } : new());
        samples.Should().HaveCount(2);
        var (red, green, blue) = new ColorMap()[128];
        samples[0].Input.Select(picture => picture.Pixels[0]).Should().Equal(0, 255);
        samples[0].Truth.Single().Pixels.Should().Equal(red, green, blue);
        samples[1].Input.Select(picture => picture.Pixels[0]).Should().Equal(128, 0);
        samples[1].Forecast.Single().Pixels.Should().Equal(84, 24, 108);
        Filmstrip.Sheet(samples).Height.Should().Be(2 * Filmstrip.Sheet([samples[0]]).Height);
        FluentActions.Invoking(() => FilmstripSample.EachChannel(truth, input, input)).Should().Throw<ArgumentException>()
            .WithMessage("Truth and forecast have as many channels, and the input at least those; they have 3, 3 and 2.*");
    }

    [Fact]
    public void Samples_that_do_not_belong_together_are_refused()
    {
        FluentActions.Invoking(() => new FilmstripSample([new(2, 2)], [new(2, 2)], [])).Should().Throw<ArgumentException>()
            .WithMessage("A filmstrip shows at least one input frame, and as many forecast as true ones (at least one); 1 input, 1 true " +
                "and 0 forecast frames were given.*");
        FluentActions.Invoking(() => new FilmstripSample([new(2, 2)], [new(2, 2)], [new(2, 3)])).Should().Throw<ArgumentException>()
            .WithMessage("The frames of a filmstrip have one size; these differ.*");
        FluentActions.Invoking(() => Filmstrip.Sheet([])).Should().Throw<ArgumentException>().WithMessage("A filmstrip needs at least " +
            "one sample; none was given.*");
        FluentActions.Invoking(() => Filmstrip.Sheet([Sample(1, 1, 4, 4, 1), Sample(1, 1, 5, 4, 1)])).Should().Throw<ArgumentException>()
            .WithMessage("The frames of a filmstrip have one size; 4 x 4 and 5 x 4 were given.*");
    }
}
