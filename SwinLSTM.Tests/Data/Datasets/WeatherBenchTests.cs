using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class WeatherBenchTests
{
    private const int Hours = 30;
    private static readonly string folder = DatasetFiles.At("weather/base");
    private static readonly WeatherBenchOptions four = new() { Train = (2015, 2016), Validation = (2017, 2017), Test = (2018, 2018) };
    private static readonly WeatherBenchOptions two = four with { Windows = new() { InputFrames = 2, TargetFrames = 2 } };

    [Fact]
    public void One_variable_by_year()
    {
        using var weather = WeatherBench.Open(folder, four);
        weather.Channels.Should().Equal("t2m");
        weather.Interval.Should().Be(TimeSpan.FromHours(1));
        weather.Splits.Train.Shape.Should().Be(new SequenceShape(12, 12, 1, 4, 6));
        // Years of 30 hours do not touch, so each gives 30 - 24 + 1 samples.
        (weather.Splits.Train.Count, weather.Splits.Validation.Count, weather.Splits.Test.Count).Should().Be((2 * 7, 7, 7));
        Same(weather.Splits.Train, 8, (t, c, p) => DatasetFiles.Weather('t', 0, 2016, 1 + t, p));
        Same(weather.Splits.Validation, 6, (t, c, p) => DatasetFiles.Weather('t', 0, 2017, 6 + t, p));
        Same(weather.Splits.Test, 0, (t, c, p) => DatasetFiles.Weather('t', 0, 2018, t, p));
        weather.Splits.Train.Describe(8).Should().EndWith(", 2016-01-01 00:00 to 2016-01-02 05:00").And.StartWith("frames 1 to 24 of ");
    }

    [Fact]
    public void Wind_has_two_channels()
    {
        using var weather = WeatherBench.Open(folder, four with { Variables = ["uv10"] });
        weather.Channels.Should().Equal("u10", "v10");
        Same(weather.Splits.Train, 0, (t, c, p) => DatasetFiles.Weather(c == 0 ? 'u' : 'v', 0, 2015, t, p));
    }

    [Fact]
    public void Several_variables_at_levels_every_sixth_hour()
    {
        using var weather = WeatherBench.Open(folder,
            four with { Variables = ["t2m", "r"], Levels = [850, 150], Windows = new() { InputFrames = 2, TargetFrames = 3, Step = 6 } });
        weather.Channels.Should().Equal("t2m", "r850", "r150");
        Same(weather.Splits.Train, 2, (t, c, p) => DatasetFiles.Weather(c == 0 ? 't'
            : 'r', c switch { 0 => 0, 1 => 850, _ => 150 }, 2015, 2 + (6 * t), p));
    }

    [Fact]
    public void Levels_come_all_or_from_folders_of_one()
    {
        using (var all = WeatherBench.Open(folder, four with { Variables = ["r"] }))
            all.Channels.Should().Equal("r150", "r500", "r850");
        using var single = WeatherBench.Open(folder, four with { Variables = ["z"], Levels = [500] });
        single.Channels.Should().Equal("z500");
        FluentActions.Invoking(() => WeatherBench.Open(folder,
            four with { Variables = ["r"], Levels = [500, 1000] })).Should().Throw<InvalidDataException>()
                .WithMessage("r has no level 1000 in *; it has 500.");
    }

    [Fact]
    public void Rows_are_latitudes_and_levels_hectopascal_however_files_have_them()
    {
        // Axes lon, time, lat, level; the levels of one year in pascal.
        using (var turned = WeatherBench.Open(DatasetFiles.At("weather/turned"), two with { Variables = ["t"], Levels = [500] }))
        {
            turned.Latitudes.Should().Equal(-67.5, -22.5, 22.5, 67.5);
            Same(turned.Splits.Train, 7, (t, c, p) => DatasetFiles.Weather('t', 500, 2016, 1 + t, p));
        }
        // An axis with the only version of the reanalysis stands for nothing.
        using var version = WeatherBench.Open(DatasetFiles.At("weather/turned"), two);
        version.Channels.Should().Equal("t2m");
        Same(version.Splits.Test, 2, (t, c, p) => DatasetFiles.Weather('t', 0, 2018, 2 + t, p));
    }

    [Fact]
    public void The_grid_comes_with_weights_by_area()
    {
        using var weather = WeatherBench.Open(folder, four);
        weather.Latitudes.Should().Equal(-67.5, -22.5, 22.5, 67.5);
        weather.Longitudes.Should().Equal(0, 60, 120, 180, 240, 300);
        var weights = weather.LatitudeWeights();
        weights.Average().Should().BeApproximately(1, 1e-12);
        (weights[1] / weights[0]).Should().BeApproximately(Math.Cos(Math.PI / 8) / Math.Cos(3 * Math.PI / 8), 1e-12);
    }

    [Fact]
    public void Threads_read_the_same()
    {
        using var weather = WeatherBench.Open(folder, four with { Variables = ["t2m", "r"], Levels = [500] });
        var expected = Enumerable.Range(0, 14).Select(i => weather.Splits.Train.Floats(i)).ToList();
        var wrong = 0;
        Parallel.For(0, 168, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
            Interlocked.Add(ref wrong, weather.Splits.Train.Floats(i % 14).SequenceEqual(expected[i % 14]) ? 0 : 1));
        wrong.Should().Be(0);
    }

    [Fact]
    public void Samples_reach_over_the_new_year_and_leap_days_but_not_over_gaps_or_splits()
    {
        using var weather = WeatherBench.Open(DatasetFiles.At("weather/gaps"), two);
        weather.Splits.Train.Count.Should().Be((20 - 3) + (50 - 3));
        weather.Splits.Validation.Count.Should().Be((5 - 3) + (8 - 3), "and none from the 2 hours");
        weather.Splits.Test.Count.Should().Be(9 - 3);
        Same(weather.Splits.Train, 8, (t, c, p) => t < 2 ? DatasetFiles.Weather('t', 0, 2015, 8758 + t, p)
            : DatasetFiles.Weather('t', 0, 2016, t - 2, p));
        Same(weather.Splits.Train, 17 + 24, (t, c, p) => DatasetFiles.Weather('t', 0, 2016, (59 * 24) + 22 + t, p)); // 29 February
        Same(weather.Splits.Validation, 2, (t, c, p) => DatasetFiles.Weather('t', 0, 2017, (364 * 24) + 16 + t, p));
        ((FrameWindows)weather.Splits.Validation).TooShort.Should().Be(1);
    }

    [Fact]
    public void Frames_that_one_variable_lacks_are_gaps()
    {
        using var weather = WeatherBench.Open(DatasetFiles.At("weather/lacking"), two with { Variables = ["uv10"] });
        weather.Splits.Train.Count.Should().Be(1 + 1 + 6);
    }

    [Fact]
    public void A_folder_of_all_files_packed_values_and_missing_ones()
    {
        using var weather = WeatherBench.Open(DatasetFiles.At("weather/packed"), two);
        var first = weather.Splits.Train.Floats(0);
        first.Index().Where(v => float.IsNaN(v.Item)).Select(v => v.Index).Should().Equal(7);
        Same(weather.Splits.Train, 1, (t, c, p) => DatasetFiles.Weather('t', 0, 2015, 1 + t, p));
    }

    [Fact]
    public void Missing_years_and_files_are_named()
    {
        using var copy = new TemporaryFolder();
        FluentActions.Invoking(() => WeatherBench.Open(copy["nowhere"])).Should().Throw<DirectoryNotFoundException>().WithMessage("There " +
            "is no folder *nowhere.*");
        FluentActions.Invoking(() => WeatherBench.Open(copy["."])).Should().Throw<FileNotFoundException>().WithMessage("* has no files " +
            "of t2m: neither 2m_temperature/*.nc nor *.nc beside.*");
        DatasetFiles.Copy("weather/base", copy["."]);
        File.Delete(copy["2m_temperature", "2m_temperature_2016_5.625deg.nc"]);
        FluentActions.Invoking(() => WeatherBench.Open(copy["."],
            four with { Train = (2015, 2015), Validation = (2016, 2016), Test = (2017, 2018) })).Should().Throw<InvalidDataException>()
            .WithMessage("* has no frames of all channels in 2016 (t2m lack 2016). Fetch those years, or set the years of " +
                "WeatherBenchOptions.");
        FluentActions.Invoking(() => WeatherBench.Open(copy["2m_temperature"],
            four with { Variables = ["tp"] })).Should().Throw<InvalidDataException>().WithMessage("No file of * has the variable tp.*");
        FluentActions.Invoking(() => WeatherBench.Open(copy["."],
            four with { Train = (2015, 2017), Levels = [1, 1] })).Should().Throw<ArgumentException>()
            .WithMessage("WeatherBenchOptions are invalid:\n  Levels names one twice: 1, 1.\n  Train ends with 2017, Validation is 2017 " +
                "to 2017,*");
    }

    [Theory]
    [InlineData("grid", "*has a grid of 4 x 6 points, another than*")]
    [InlineData("twice", "*t2m at 2016-01-01 04:00 is in the folder twice.*")]
    [InlineData("no-lon", "*has the axes time (9) x lat (4) x 6; time, lat and lon, with or without level, can be read.*")]
    [InlineData("calendar", "*follows the calendar 360_day*")]
    [InlineData("flat", "*has the axes time (9) x lat (24); time, lat and lon*")]
    [InlineData("versions", "*has the axes time (9) x expver (2) x lat (4) x lon (6);*Choose one value of any other axis (of expver with " +
        "xarray: *")]
    public void Files_laid_out_otherwise_are_refused(string change, string message)
    {
        using var copy = new TemporaryFolder();
        DatasetFiles.Copy("weather/base/2m_temperature", copy["2m_temperature"]);
        File.Copy(DatasetFiles.At($"weather/wrong/{change}.nc"), copy["2m_temperature", "2m_temperature_2016_5.625deg.nc"],
            overwrite: true);
        FluentActions.Invoking(() => WeatherBench.Open(copy["."], four)).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    private static void Same(ISequenceDataset data, long index, Func<int, int, int, float> value)
    {
        var plane = data.Shape.Height * data.Shape.Width;
        var read = data.Floats(index);
        read.Should().Equal(Enumerable.Range(0, read.Length).Select(i =>
            value(i / plane / data.Shape.Channels, i / plane % data.Shape.Channels, i % plane)));
    }
}
