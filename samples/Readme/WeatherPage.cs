using SwinLSTM;
using SwinLSTM.Data;

namespace Readme;

/// <summary>The code of docs/data.md on HDF5 and NetCDF-4 files, SEVIR and WeatherBench.</summary>
public static class WeatherPage
{
    public static (ISequenceDataset Samples, double[] Heights, IFrameSeries Scans) Hdf5()
    {
        #region data: hdf5
        using Hdf5File file = Hdf5File.Open("radar.h5");
        Hdf5Dataset rain = file.Dataset("/scans/rain");                          // file.Datasets has all names; rain.Shape, rain.Attributes
        var samples = new FrameWindows(rain.Frames("THW", missing: -999), new() { InputFrames = 6, TargetFrames = 12 });
        var corner = new float[10 * 8 * 8];
        rain.Read([0, 0, 0], [10, 8, 8], corner.AsSpan(), stride: [6, 1, 1]);               // start, count and stride of each axis
        using Hdf5File climate = Hdf5File.Open("climate.nc");
        double[] heights = climate.Dataset("z").ReadAll();                                  // in its unit; missing values are NaN
        // a file each; gaps are NaN
        IFrameSeries scans = ScanFiles.Open("radar", "RAD_NL25_{yyyyMMddHHmm}.h5", new() { Dataset = "image1/image_data" });
        #endregion
        return (samples.Count > corner.Length ? throw new InvalidOperationException() : samples, heights, scans);
    }

    public static void Storms(Action<DatasetSplits, DatasetSplits> use)
    {
        #region data: sevir
        using var sevir = Sevir.Open("sevir");                                              // vil from 0 to 1, 13 + 12 frames
        var (train, validation, test) = sevir.Splits;
        using var small = Sevir.Open("sevir", SevirOptions.LowResolution);                  // 128 x 128, every 10 minutes, 7 + 6 frames
        #endregion
        use(new(train, validation, test), small.Splits);
    }

    public static void Weather(Action<DatasetSplits, DatasetSplits, Normalizer> use)
    {
        #region data: weatherbench
        using var temperature = WeatherBench.Open("weather_5_625deg");                      // t2m, 12 + 12 hours, trained on 2010 to 2015
        Normalizer normalizer = Normalizer.FitZScore(temperature.Splits.Train, samples: 2_000);   // of the training years alone
        using var wind = WeatherBench.Open("weather_5_625deg", new() { Variables = ["uv10", "z"], Levels = [500] });
        #endregion
        use(temperature.Splits, wind.Splits, normalizer);
    }
}
