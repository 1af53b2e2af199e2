using FluentAssertions;
using Readme;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>What docs/data.md shows of HDF5 and NetCDF-4 files, SEVIR and WeatherBench also runs.</summary>
public sealed class WeatherPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public WeatherPageTests() => Environment.CurrentDirectory = folder[""];

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void Hdf5_and_NetCdf()
    {
        File.Copy(DatasetFiles.At("page/radar.h5"), "radar.h5");
        File.Copy(DatasetFiles.At("page/climate.nc"), "climate.nc");
        foreach (var scan in Directory.EnumerateFiles(Hdf5Files.At("scans")))
            File.Copy(scan, Path.Combine(Directory.CreateDirectory("radar").FullName, Path.GetFileName(scan)));
        var (samples, heights, scans) = WeatherPage.Hdf5();
        samples.Count.Should().Be(80 - 17);
        heights.Should().Equal(0.5, 1);
        (scans.Length, ((ScanFiles)scans).Missing).Should().Be((5L, 1L));
    }

    [Fact]
    public void Sevir_of_both_sizes()
    {
        DatasetFiles.Copy("sevir", "sevir");
        WeatherPage.Storms((full, small) =>
        {
            full.Train.Shape.Frames.Should().Be(25);
            (small.Train.Shape.Frames, small.Train.Shape.Height).Should().Be((13, DatasetFiles.SevirHeight / 3));
            (full.Test.Count, small.Test.Count).Should().Be((6, 6));
        });
    }

    [Fact]
    public void WeatherBench_of_one_variable_and_of_three()
    {
        DatasetFiles.Copy("page/weather_5_625deg", "weather_5_625deg");
        WeatherPage.Weather((temperature, wind, normalizer) =>
        {
            temperature.Train.Count.Should().Be(6, "six years of a day");
            wind.Validation.Shape.Channels.Should().Be(3);
            normalizer.Scales.Should().HaveCount(1);
        });
    }
}
