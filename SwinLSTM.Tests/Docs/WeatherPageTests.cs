using FluentAssertions;
using Readme;
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
        ForeignTools.Python("""
            import h5py, numpy as np
            with h5py.File('radar.h5', 'w') as f: f.create_dataset('scans/rain', data=np.zeros((80, 8, 8), 'f4'), chunks=(1, 8, 8), compression='gzip')
            with h5py.File('climate.nc', 'w') as f: f['z'] = np.array([1, 2], 'i2'); f['z'].attrs['scale_factor'] = 0.5
            """);
        var (samples, heights) = WeatherPage.Hdf5();
        samples.Count.Should().Be(80 - 17);
        heights.Should().Equal(0.5, 1);
    }

    [Fact]
    public void Sevir_of_both_sizes()
    {
        SevirFiles.Make("sevir");
        WeatherPage.Storms((full, small) =>
        {
            full.Train.Shape.Frames.Should().Be(25);
            (small.Train.Shape.Frames, small.Train.Shape.Height).Should().Be((13, SevirFiles.Height / 3));
            (full.Test.Count, small.Test.Count).Should().Be((6, 6));
        });
    }

    [Fact]
    public void WeatherBench_of_one_variable_and_of_three()
    {
        foreach (var (variable, name) in new[] { ("t2m", "2m_temperature"), ("u10", "10m_u_component_of_wind"), ("v10", "10m_v_component_of_wind"), ("z", "geopotential_500") })
            WeatherBenchFiles.Make("weather_5_625deg", variable, name, WeatherBenchFiles.Years(25));
        WeatherPage.Weather((temperature, wind, normalizer) =>
        {
            temperature.Train.Count.Should().Be(12);
            wind.Validation.Shape.Channels.Should().Be(3);
            normalizer.Scales.Should().HaveCount(1);
        });
    }
}
