namespace SwinLSTM.Data;

/// <summary>
/// WeatherBench (Rasp et al., 2020): the ERA5 reanalysis every hour on a coarse grid, a folder for each variable with a NetCDF file for each
/// year, such as <c>weather_5_625deg/2m_temperature/2m_temperature_2010_5.625deg.nc</c>. Frames are [channels, latitudes, longitudes] of
/// float32 in the units of the files.
/// </summary>
public sealed class WeatherBench : IDisposable
{
    private readonly WeatherFiles files = new();
    private readonly List<WeatherSeries> train;

    private WeatherBench(string folder, WeatherBenchOptions options)
    {
        try
        {
            foreach (var variable in options.Variables.SelectMany(name => name == "uv10" ? new[] { "u10", "v10" } : [name]))
                files.Add(folder, variable, options.Levels);
            var format = new FrameShape(files.Fields.Count, files.Latitudes.Length, files.Longitudes.Length);
            var times = files.Fields[0].Times.Where(time => files.Fields.All(field => field.Has(time))).ToArray();
            Interval = times.Length < 2 ? TimeSpan.FromHours(1) : times.Zip(times.Skip(1), (a, b) => b - a).Min();

            train = Part(times, format, folder, options.Train);
            Splits = new(
                new FrameWindows(train, options.Windows),
                new FrameWindows(Part(times, format, folder, options.Validation), options.Windows),
                new FrameWindows(Part(times, format, folder, options.Test), options.Windows));
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Opens all files of the variables asked for.</summary>
    /// <param name="folder">The folder with the folders of the variables, or one with all files in it.</param>
    /// <param name="options">What is read and how it is cut.</param>
    /// <returns>The data set; dispose it to close the files.</returns>
    /// <exception cref="ArgumentException">Options that break a rule, or stretches of time that are all shorter than a sample.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or laid out otherwise, or years are missing.</exception>
    /// <exception cref="IOException">Files are missing or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">There is no libhdf5 on this machine.</exception>
    public static WeatherBench Open(string folder, WeatherBenchOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        options.Check();
        return new(folder, options);
    }

    /// <summary>
    /// Training, validation and test by year. No sample reaches over a gap in time or from one part into another; OpenSTL validates on the test
    /// years, which is not done here.
    /// </summary>
    public DatasetSplits Splits { get; }

    /// <summary>What the channels are: t2m, z500, ...</summary>
    public IReadOnlyList<string> Channels => [.. files.Fields.Select(channel => channel.Name)];

    /// <summary>From one frame to the next.</summary>
    public TimeSpan Interval { get; }

    /// <summary>The latitude of each row, in degrees, in the order of the files (WeatherBench begins in the south).</summary>
    public IReadOnlyList<double> Latitudes => files.Latitudes;

    /// <summary>The longitude of each column, in degrees.</summary>
    public IReadOnlyList<double> Longitudes => files.Longitudes;

    /// <summary>A weight for each row by the area that it stands for: the cosine of its latitude over the mean of all (Rasp et al., equation 2).</summary>
    public IReadOnlyList<double> LatitudeWeights()
    {
        var cosines = Array.ConvertAll(files.Latitudes, latitude => Math.Cos(double.DegreesToRadians(latitude)));
        var mean = cosines.Average();
        return Array.ConvertAll(cosines, cosine => cosine / mean);
    }

    /// <summary>Mean and deviation of each channel over the frames of the training years, each counted once: for validation and test too.</summary>
    /// <param name="frames">How many frames to look at, evenly spread; all if there are fewer.</param>
    /// <returns>(x - mean) / deviation, by channel.</returns>
    /// <exception cref="InvalidDataException">A value is not a number and the frames are not masked.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Normalizer FitNormalizer(long frames = long.MaxValue) =>
        Normalizer.FitZScore(new FrameWindows(train, new() { InputFrames = 1, TargetFrames = 0 }), frames);

    /// <summary>Closes the files.</summary>
    public void Dispose() => files.Dispose();

    private List<WeatherSeries> Part(DateTime[] times, FrameShape format, string folder, (int First, int Last) years)
    {
        var lost = Enumerable.Range(years.First, years.Last - years.First + 1).Except(times.Select(time => time.Year)).ToList();
        if (lost.Count > 0)
        {
            var lacking = files.Fields.Where(field => !field.Times.Any(time => time.Year == lost[0])).Select(field => field.Name).ToList();
            throw new InvalidDataException($"{folder} has no frames of all channels in {string.Join(", ", lost)}{(lacking.Count > 0 ? $" ({string.Join(", ", lacking)} lack {lost[0]})" : "")}. " +
                "Fetch those years, or set the years of WeatherBenchOptions.");
        }
        var part = times.Where(time => time.Year >= years.First && time.Year <= years.Last).ToArray();
        var runs = new List<WeatherSeries>();
        for (int begin = 0, end; begin < part.Length; begin = end)
        {
            end = begin + 1;
            while (end < part.Length && part[end] - part[end - 1] == Interval)
                end++;
            runs.Add(new(files.Fields, format, folder, part.AsSpan(begin, end - begin)));
        }
        return runs;
    }
}
