namespace SwinLSTM.Data;

/// <summary>WeatherBench (Rasp et al., 2020): the ERA5 reanalysis every hour on a coarse grid, a folder for each variable with a NetCDF
/// file for each year, such as <c>weather_5_625deg/2m_temperature/2m_temperature_2010_5.625deg.nc</c>. Frames are [channels, latitudes,
/// longitudes] in the units of the files; missing values are NaN.</summary>
public sealed class WeatherBench : IDisposable
{
    private readonly WeatherFiles files = new();

    private WeatherBench(string folder, WeatherBenchOptions options) => Splits = files.OrClose(() =>
    {
        foreach (var variable in options.Variables.SelectMany(name => name == "uv10" ? new[] { "u10", "v10" } : [name]))
            files.Add(folder, variable, options.Levels);
        var times = files.Fields[0].Places.Keys.Where(time => files.Fields.All(field => field.Places.ContainsKey(time))).ToArray();
        Interval = times.Length < 2 ? TimeSpan.FromHours(1) : times.Zip(times.Skip(1), (a, b) => b - a).Min();
        FrameWindows Part((int First, int Last) years) => new(Frames(times, folder, years), options.Windows);
        return new DatasetSplits(Part(options.Train), Part(options.Validation), Part(options.Test));
    });

    /// <summary>Opens all files of the variables asked for, in a folder with the folders of the variables or with all files in it; dispose
    /// it to close them.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, or stretches of time that are all shorter than a sample.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or laid out otherwise, or years are missing.</exception>
    /// <exception cref="IOException">Files are missing or cannot be read.</exception>
    public static WeatherBench Open(string folder, WeatherBenchOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (options ??= new()).Check();
        return new(folder, options);
    }

    /// <summary>Training, validation and test by year. No sample reaches over a gap in time or from one part into another; OpenSTL
    /// validates on the test years, which is not done here.</summary>
    public DatasetSplits Splits { get; }

    /// <summary>What the channels are: t2m, z500, ...</summary>
    public IReadOnlyList<string> Channels => [.. files.Fields.Select(channel => channel.Name)];

    /// <summary>From one frame to the next.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>The latitude of each row, in degrees, in the order of the files (WeatherBench begins in the south).</summary>
    public IReadOnlyList<double> Latitudes => files.Latitudes;

    /// <summary>The longitude of each column, in degrees.</summary>
    public IReadOnlyList<double> Longitudes => files.Longitudes;

    /// <summary>Computes a weight for each row by the area that it stands for: the cosine of its latitude over the mean of all (Rasp et
    /// al., equation 2).</summary>
    /// <returns>The weights; their mean is 1.</returns>
    public IReadOnlyList<double> LatitudeWeights()
    {
        var cosines = Array.ConvertAll(files.Latitudes, latitude => Math.Cos(double.DegreesToRadians(latitude)));
        var mean = cosines.Average();
        return Array.ConvertAll(cosines, cosine => cosine / mean);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => files.Dispose();

    /// <summary>The frames of some years, in stretches without a gap.</summary>
    private List<IFrameSeries> Frames(DateTime[] times, string folder, (int First, int Last) years)
    {
        var lost = Enumerable.Range(years.First, years.Last - years.First + 1).Except(times.Select(time => time.Year)).ToList();
        if (lost.Count > 0)
        {
            var lacking = files.Fields.Where(field => !field.Places.Keys.Any(time => time.Year == lost[0])).Select(field =>
                field.Name).ToList();
            throw new InvalidDataException($"{folder} has no frames of all channels in " +
                $"{string.Join(", ", lost)}{(lacking.Count > 0 ? $" ({string.Join(", ", lacking)} lack {lost[0]})" : "")}. Fetch those " +
                "years, or set the years of WeatherBenchOptions.");
        }
        var part = times.Where(time => time.Year >= years.First && time.Year <= years.Last).ToArray();
        return [.. Places.Stretches(part.Length, i => part[i] - part[i - 1] == Interval)
            .Select(run => Frames(files.Fields, folder, part[run.First..(run.First + run.Length)]))];
    }

    /// <summary>Frames of all channels through a stretch of time without a gap.</summary>
    private static IFrameSeries Frames(IReadOnlyList<WeatherField> fields, string folder, DateTime[] times)
    {
        var places = fields.Select(field => Array.ConvertAll(times, time => field.Places[time])).ToArray(); // of each channel, by frame
        var frame = new FrameShape(fields.Count, fields[0].Plane.Height, fields[0].Plane.Width);
        return new SeriesView(() => $"{folder}, {times[0]:yyyy-MM-dd HH:mm} to {times[^1]:yyyy-MM-dd HH:mm}", times.Length, frame,
            (range, frames) =>
            {
                for (var plane = 0; plane < range.Count * fields.Count; plane++)
                {
                    var (t, c) = Math.DivRem(plane, fields.Count);
                    var place = places[c][range.First + ((long)t * range.Step)];
                    place.Frames.Read(new(place.Time, 1), frames.Slice(plane * frame.Plane, frame.Plane));
                }
            });
    }
}

/// <summary>What is read of WeatherBench; the defaults are those of OpenSTL: temperature at 2 m, 12 hours in and 12 out.</summary>
public sealed record WeatherBenchOptions
{
    /// <summary>OpenSTL's forecast of several variables, 4 frames in and 4 out: r, t, u and v at 150, 500 and 850 hPa, trained on 1979 to
    /// 2015. Its inputs are at -17, -11, -5 and 0 hours and its targets at 1, 7, 13 and 19; here all are 6 hours apart.</summary>
    public static WeatherBenchOptions Multivariate { get; } = new()
    {
        Variables = ["r", "t", "u", "v"],
        Levels = [150, 500, 850],
        Train = (1979, 2015),
        Windows = new() { InputFrames = 4, TargetFrames = 4, Step = 6 },
    };

    /// <summary>The variables, by their names in the files: t2m, u10, v10, tcc, tp, tisr at the ground; z, t, r, q, u, v, vo, pv at levels.
    /// uv10 stands for u10 and v10. Default t2m. The channels of a frame are the variables in this order, each with its levels.</summary>
    public IReadOnlyList<string> Variables { get; init; } = ["t2m"];

    /// <summary>The levels of pressure in hPa, for the variables that have levels. Default none given: all that the files have.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>How samples are cut. Default 12 + 12 frames, one sample for each frame.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 12, TargetFrames = 12 };

    /// <summary>The first and the last year for training. Default 2010 to 2015.</summary>
    public (int First, int Last) Train { get; init; } = (2010, 2015);

    /// <summary>The first and the last year for validation. Default 2016.</summary>
    public (int First, int Last) Validation { get; init; } = (2016, 2016);

    /// <summary>The first and the last year for test. Default 2017 and 2018.</summary>
    public (int First, int Last) Test { get; init; } = (2017, 2018);

    internal void Check() => SequenceRules.CheckAll(nameof(WeatherBenchOptions),
    [
        (Variables.Count == 0, "Variables is empty; t2m is the usual one."),
        (Variables.Distinct().Count() != Variables.Count, $"Variables names one twice: {string.Join(", ", Variables)}."),
        (Levels.Distinct().Count() != Levels.Count, $"Levels names one twice: {string.Join(", ", Levels)}."),
        (Train.First > Train.Last || Validation.First > Validation.Last || Test.First > Test.Last, "A range of years ends before it " +
            "begins."),
        (Train.Last >= Validation.First || Validation.Last >= Test.First,
            $"Train ends with {Train.Last}, Validation is {Validation.First} to {Validation.Last}, Test begins with {Test.First}; each " +
            "comes after the one before."),
    ]);
}
