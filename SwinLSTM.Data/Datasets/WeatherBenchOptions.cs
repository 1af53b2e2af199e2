namespace SwinLSTM.Data;

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
