using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class WeatherBenchGapTests : IDisposable
{
    private static readonly WeatherBenchOptions short4 = new() { Train = (2015, 2016), Validation = (2017, 2017), Test = (2018, 2018), Windows = new() { InputFrames = 2, TargetFrames = 2 } };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Samples_reach_over_the_new_year_and_leap_days_but_not_over_gaps_or_splits()
    {
        // The last 10 hours of 2015 and the first 10 of 2016; 6 hours around the leap day; and 5, 2 (too few) and 8 hours with gaps between them.
        WeatherBenchFiles.Make(folder["."], "t2m", "2m_temperature",
            ["2015:12-31T14:10", "2016:01-01T00:10+2016:02-28T22:50", "2017:01-01T00:5+2017:01-01T09:2+2017:12-31T16:8", "2018:01-01T00:9"]);
        using var weather = WeatherBench.Open(folder["."], short4);
        weather.Splits.Train.Count.Should().Be((20 - 3) + (50 - 3));
        weather.Splits.Validation.Count.Should().Be((5 - 3) + (8 - 3), "and none from the 2 hours");
        weather.Splits.Test.Count.Should().Be(9 - 3);
        WeatherBenchTests.Same(weather.Splits.Train, 8, (t, c, p) => t < 2 ? WeatherBenchFiles.Value('t', 0, 2015, 8758 + t, p) : WeatherBenchFiles.Value('t', 0, 2016, t - 2, p));
        WeatherBenchTests.Same(weather.Splits.Train, 17 + 24, (t, c, p) => WeatherBenchFiles.Value('t', 0, 2016, (59 * 24) + 22 + t, p)); // 29 February
        WeatherBenchTests.Same(weather.Splits.Validation, 2, (t, c, p) => WeatherBenchFiles.Value('t', 0, 2017, (364 * 24) + 16 + t, p));
        ((FrameWindows)weather.Splits.Validation).TooShort.Should().Be(1);
    }

    [Fact]
    public void Frames_that_one_variable_lacks_are_gaps()
    {
        string[] years = ["2015:01-01T00:9", "2016:01-01T00:9", "2017:01-01T00:9", "2018:01-01T00:9"];
        WeatherBenchFiles.Make(folder["."], "u10", "10m_u_component_of_wind", years);
        WeatherBenchFiles.Make(folder["."], "v10", "10m_v_component_of_wind", ["2015:01-01T00:4+2015:01-01T05:4", .. years[1..]]);
        using var weather = WeatherBench.Open(folder["."], short4 with { Variables = ["uv10"] });
        weather.Splits.Train.Count.Should().Be(1 + 1 + 6);
    }

    [Fact]
    public void Missing_years_and_files_are_named()
    {
        FluentActions.Invoking(() => WeatherBench.Open(folder["nowhere"])).Should().Throw<DirectoryNotFoundException>().WithMessage("There is no folder *nowhere.*");
        FluentActions.Invoking(() => WeatherBench.Open(folder["."])).Should().Throw<FileNotFoundException>().WithMessage("* has no files of t2m: neither 2m_temperature/*.nc nor *.nc beside.*");
        WeatherBenchFiles.Make(folder["."], "t2m", "2m_temperature", ["2015:01-01T00:9", "2018:01-01T00:9"]);
        FluentActions.Invoking(() => WeatherBench.Open(folder["."], short4)).Should().Throw<InvalidDataException>()
            .WithMessage("* has no frames of all channels in 2016 (t2m lack 2016). Fetch those years, or set the years of WeatherBenchOptions.");
        FluentActions.Invoking(() => WeatherBench.Open(folder["2m_temperature"], short4 with { Variables = ["tp"] })).Should().Throw<InvalidDataException>().WithMessage("No file of * has the variable tp.*");
        FluentActions.Invoking(() => WeatherBench.Open(folder["."], short4 with { Train = (2015, 2017), Levels = [1, 1] })).Should().Throw<ArgumentException>()
            .WithMessage("WeatherBenchOptions are invalid:\n  Levels names one twice: 1, 1.\n  Train ends with 2017, Validation is 2017 to 2017,*");
    }

    [Fact]
    public void A_folder_of_all_files_packed_values_and_missing_ones()
    {
        const string Packed = "v = np.round(v * 4).astype('i2'); v.flat[7] = -999\n===\nd.attrs['scale_factor'] = 0.25; d.attrs['_FillValue'] = np.int16(-999)";
        WeatherBenchFiles.Make(folder["."], "t2m", "all", ["2015:01-01T00:9", "2016:01-01T00:9", "2017:01-01T00:9", "2018:01-01T00:9"], more: Packed);
        using var weather = WeatherBench.Open(folder["all"], short4 with { Train = (2015, 2016), Masked = true });
        weather.Splits.Train.Floats(0).Index().Where(v => float.IsNaN(v.Item)).Select(v => v.Index).Should().Equal(7);
        using var open = WeatherBench.Open(folder["all"], short4);
        WeatherBenchTests.Same(open.Splits.Train, 1, (t, c, p) => WeatherBenchFiles.Value('t', 0, 2015, 1 + t, p));
    }

    [Theory]
    [InlineData("axes['lat'] = axes['lat'] + (1 if span.startswith('2016') else 0); f['lat'][...] = axes['lat']", "*2016*has a grid of 4 x 6 points, another than*")]
    [InlineData("axes['time'][3] = axes['time'][4]; f['time'][...] = axes['time']", "*t2m at 2015-01-01 04:00 is in the folder twice.*")]
    [InlineData("del axes['lon']", "*axis 2 of t2m has no coordinates.*")]
    [InlineData("f['time'].attrs['calendar'] = np.bytes_('360_day')", "*follows the calendar 360_day*")]
    [InlineData("v = v[:-1]", "*axis 0 of t2m (time) has no coordinates*")]
    [InlineData("v = v.reshape(-1, 24); axes = {'time': 0}", "*t2m has 9 x 24 values; time x lat x lon*")]
    public void Files_laid_out_otherwise_are_refused(string change, string message)
    {
        WeatherBenchFiles.Make(folder["."], "t2m", "2m_temperature", ["2015:01-01T00:9", "2016:01-01T00:9", "2017:01-01T00:9", "2018:01-01T00:9"], more: change);
        FluentActions.Invoking(() => WeatherBench.Open(folder["."], short4)).Should().Throw<InvalidDataException>().WithMessage(message);
    }
}
