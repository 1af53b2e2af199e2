using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class WeatherBenchTests : IClassFixture<WeatherBenchTests.Folder>
{
    private const int Hours = 30;
    private readonly Folder folder;

    public WeatherBenchTests(Folder folder) => this.folder = folder;

    [Fact]
    public void One_variable_by_year()
    {
        using var weather = WeatherBench.Open(folder.Path);
        weather.Channels.Should().Equal("t2m");
        weather.Interval.Should().Be(TimeSpan.FromHours(1));
        weather.Splits.Train.Shape.ToString().Should().Be("12 + 12 frames of 1 x 4 x 6 Float32");
        // Years of 30 hours do not touch, so each gives 30 - 24 + 1 samples.
        (weather.Splits.Train.Count, weather.Splits.Validation.Count, weather.Splits.Test.Count).Should().Be((6 * 7, 7, 2 * 7));
        Same(weather.Splits.Train, 8, (t, c, p) => WeatherBenchFiles.Value('t', 0, 2011, 1 + t, p));
        Same(weather.Splits.Validation, 6, (t, c, p) => WeatherBenchFiles.Value('t', 0, 2016, 6 + t, p));
        Same(weather.Splits.Test, 7, (t, c, p) => WeatherBenchFiles.Value('t', 0, 2018, t, p));
        weather.Splits.Train.Describe(8).Should().EndWith(", 2011-01-01 00:00 to 2011-01-02 05:00").And.StartWith("frames 1 to 24 of ");
    }

    [Fact]
    public void Wind_has_two_channels()
    {
        using var weather = WeatherBench.Open(folder.Path, new() { Variables = ["uv10"] });
        weather.Channels.Should().Equal("u10", "v10");
        Same(weather.Splits.Train, 0, (t, c, p) => WeatherBenchFiles.Value(c == 0 ? 'u' : 'v', 0, 2010, t, p));
    }

    [Fact]
    public void Several_variables_at_levels_every_sixth_hour()
    {
        using var weather = WeatherBench.Open(folder.Path, WeatherBenchOptions.Multivariate with { Variables = ["t2m", "r"], Levels = [850, 150], Train = (2010, 2015), Windows = new() { InputFrames = 2, TargetFrames = 3, Step = 6 } });
        weather.Channels.Should().Equal("t2m", "r850", "r150");
        Same(weather.Splits.Train, 2, (t, c, p) => WeatherBenchFiles.Value(c == 0 ? 't' : 'r', c switch { 0 => 0, 1 => 850, _ => 150 }, 2010, 2 + (6 * t), p));
    }

    [Fact]
    public void Levels_come_all_or_from_folders_of_one()
    {
        using (var all = WeatherBench.Open(folder.Path, new() { Variables = ["r"] }))
            all.Channels.Should().Equal("r150", "r500", "r850");
        using var single = WeatherBench.Open(folder.Path, new() { Variables = ["z"], Levels = [500] });
        single.Channels.Should().Equal("z500");
        FluentActions.Invoking(() => WeatherBench.Open(folder.Path, new() { Variables = ["r"], Levels = [500, 1000] })).Should().Throw<InvalidDataException>()
            .WithMessage("r has no level 1000 in *; it has 500.");
    }

    [Fact]
    public void The_grid_comes_with_weights_by_area()
    {
        using var weather = WeatherBench.Open(folder.Path);
        weather.Latitudes.Should().Equal(-67.5, -22.5, 22.5, 67.5);
        weather.Longitudes.Should().Equal(0, 60, 120, 180, 240, 300);
        var weights = weather.LatitudeWeights();
        weights.Average().Should().BeApproximately(1, 1e-12);
        (weights[1] / weights[0]).Should().BeApproximately(Math.Cos(Math.PI / 8) / Math.Cos(3 * Math.PI / 8), 1e-12);
    }

    [Fact]
    public void The_normaliser_knows_the_training_years_only()
    {
        using var weather = WeatherBench.Open(folder.Path, new() { Variables = ["uv10"] });
        var normalizer = weather.FitNormalizer();
        foreach (var (c, name) in "uv".Index())
        {
            var values = (from year in Enumerable.Range(2010, 6) from t in Enumerable.Range(0, Hours) from p in Enumerable.Range(0, 24) select (double)WeatherBenchFiles.Value(name, 0, year, t, p)).ToList();
            var mean = values.Average();
            normalizer.Offsets[c].Should().BeApproximately(mean, 1e-9);
            normalizer.Scales[c].Should().BeApproximately(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), 1e-9);
        }
    }

    [Fact]
    public void Threads_read_the_same()
    {
        using var weather = WeatherBench.Open(folder.Path, new() { Variables = ["t2m", "r"], Levels = [500] });
        var expected = Enumerable.Range(0, 42).Select(i => weather.Splits.Train.ReadSample(i)).ToList();
        var wrong = 0;
        Parallel.For(0, 168, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => Interlocked.Add(ref wrong, weather.Splits.Train.ReadSample(i % 42).SequenceEqual(expected[i % 42]) ? 0 : 1));
        wrong.Should().Be(0);
    }

    internal static void Same(ISequenceDataset data, long index, Func<int, int, int, float> value)
    {
        var plane = data.Shape.Height * data.Shape.Width;
        var read = data.Floats(index);
        read.Should().Equal(Enumerable.Range(0, read.Length).Select(i => value(i / plane / data.Shape.Channels, i / plane % data.Shape.Channels, i % plane)));
    }

    public sealed class Folder : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Folder()
        {
            WeatherBenchFiles.Make(Path, "t2m", "2m_temperature", WeatherBenchFiles.Years(Hours));
            WeatherBenchFiles.Make(Path, "u10", "10m_u_component_of_wind", WeatherBenchFiles.Years(Hours));
            WeatherBenchFiles.Make(Path, "v10", "10m_v_component_of_wind", WeatherBenchFiles.Years(Hours));
            WeatherBenchFiles.Make(Path, "r", "relative_humidity", WeatherBenchFiles.Years(Hours), "150 500 850");
            WeatherBenchFiles.Make(Path, "z", "geopotential_500", WeatherBenchFiles.Years(Hours));
        }

        public string Path => folder["."];

        public void Dispose() => folder.Dispose();
    }
}
