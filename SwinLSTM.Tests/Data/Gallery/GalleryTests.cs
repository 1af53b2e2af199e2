using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The pictures of docs/data.md: a sample of each kind of data set, read by our readers from small files of the published layout.
/// They are drawn anew and compared with those of the repository; <c>SWINLSTM_WRITE_PICTURES=1</c> writes them.</summary>
public sealed class GalleryTests : IClassFixture<GalleryTests.Made>
{
    private const int Shown = 8, Gap = 3;

    private static readonly ColorMap field = new();

    private readonly TemporaryFolder folder;

    public GalleryTests(Made made) => folder = made.Folder;

    public sealed class Made : IDisposable
    {
        public Made() => GalleryFiles.Make(Folder[""]);

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }

    [Fact]
    public void Moving_digits() => Draw("moving-digits", new MovingDigits(DrawnDigits.Make(count: 50, seed: 1), new() { Seed = 3 }),
        step: 2);

    [Fact]
    public void Moving_digits_with_a_hidden_square() =>
        Draw("moving-digits-hidden", new MovingDigits(DrawnDigits.Make(count: 50, seed: 1), new() { Seed = 3, HiddenSquare = 24 }),
            step: 2);

    [Fact]
    public void Traffic()
    {
        using var taxi = TaxiBj.Open(DatasetFiles.At("gallery/taxibj/dataset.npz"));
        Draw("taxibj", taxi.Test, normalizer: TaxiBj.Normalizer, map: field, enlarge: 3);
    }

    [Fact]
    public void Driving()
    {
        using var kitti = KittiCaltech.Open(folder["kitticaltech_npy"]);
        Draw("kitticaltech", kitti.Test);
    }

    [Fact]
    public void Storms_of_Sevir()
    {
        using var sevir = Sevir.Open(DatasetFiles.At("gallery/sevir"));
        Draw("sevir", sevir.Splits.Test, step: 3, map: field);
    }

    [Fact]
    public void Weather()
    {
        using var weather = WeatherBench.Open(DatasetFiles.At("gallery/weather_5_625deg"));
        Draw("weatherbench", weather.Splits.Test, step: 3, normalizer: Normalizer.UnitRange(245, 315), map: field, enlarge: 2);
    }

    [Fact]
    public void A_folder_of_images()
    {
        var radar = ImageFolder.Open(folder["radar"], new() { Color = PixelColor.Grey });
        Draw("images", new FrameWindows(radar.Series, new() { InputFrames = 4, TargetFrames = 4 }), map: field);
    }

    [Fact]
    public void A_video()
    {
        using var street = VideoFile.Open(folder["street.mkv"], new() { Height = 96, Width = 128 });
        Draw("video", new FrameWindows(street, new() { InputFrames = 4, TargetFrames = 4, Step = 2 }));
    }

    [Fact]
    public void People_of_KTH()
    {
        using var kth = Kth.Open(folder["kth"], new() { Actions = ["walking"], Windows = new() });
        Draw("kth", kth.Test, step: 2);
    }

    [Fact]
    public void People_of_Human36M()
    {
        var human = Human36M.Open(folder["human"], new() { Pictures = new() { Height = 96, Width = 96 } });
        Draw("human36m", human.Test);
    }

    private static void Draw(string name, ISequenceDataset data, int step = 1, Normalizer? normalizer = null, ColorMap? map = null,
        int enlarge = 1)
    {
        using var scope = NewDisposeScope();
        var values = (normalizer ?? Normalizer.None).Apply(data.Batch([0]).Frames).data<float>().ToArray(); // [1, T, C, H, W]
        var (shape, style) = (data.Shape, new PictureStyle { Map = map });
        var shown = Enumerable.Range(0, shape.Frames).Where(t => t % step == 0).Take(Shown).ToList();
        var (width, height) = (shape.Width * enlarge, shape.Height * enlarge);
        var strip = new Picture((shown.Count * (width + Gap)) - Gap, height, byte.MaxValue);
        foreach (var (t, at) in shown.Select((t, at) => (t, at)))
        {
            var frame = values.AsSpan(t * shape.Frame.Values, shape.Frame.Values);
            // Two channels are two fields, of which the first is shown.
            strip.Paste(Picture.Of(shape.Channels == 3 ? frame : frame[..shape.Frame.Plane], shape.Width, shape.Height, style)
                .Enlarge(enlarge), at * (width + Gap), 0);
        }

        strip.Pixels.Distinct().Count().Should().BeGreaterThan(8, "there is something to look at");
        var path = Repository.At($"docs/pictures/data/{name}.png");
        if (Environment.GetEnvironmentVariable("SWINLSTM_WRITE_PICTURES") == "1") Png.Write(path, strip);
        using var image = Image.Load<Rgb24>(path);
        var committed = new byte[strip.Pixels.Length];
        image.CopyPixelDataTo(committed);
        (image.Width, image.Height).Should().Be((strip.Width, strip.Height));
        // Decoders of JPEG may differ by a shade.
        strip.Pixels.Zip(committed, (drawn, kept) => Math.Abs(drawn - kept)).Average().Should()
            .BeLessThan(1, $"docs/pictures/data/{name}.png is what is drawn now");
    }
}
