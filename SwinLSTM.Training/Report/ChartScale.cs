namespace SwinLSTM.Training;

/// <summary>A linear axis whose ends and ticks are round numbers: 1, 2 or 5 times a power of ten apart.</summary>
/// <param name="Low">Where the axis begins.</param>
/// <param name="High">Where it ends, above <paramref name="Low"/>.</param>
/// <param name="Step">From one tick to the next.</param>
internal readonly record struct ChartScale(double Low, double High, double Step)
{
    /// <summary>An axis of about five ticks that holds all finite values; one around zero where there are none.</summary>
    public static ChartScale Around(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        var (low, high) = finite.Count == 0 ? (0, 1) : (finite.Min(), finite.Max());
        // Errors are read against zero, and scores near one are not: zero belongs to the axis where it is near.
        if (low > 0 && low < 0.6 * high) low = 0;
        if (high < 0 && high > 0.6 * low) high = 0;
        // Values that differ by rounding alone are one value.
        if (high - low <= 1e-9 * Math.Max(Math.Abs(high), Math.Abs(low))) (low, high) = (low - Spread(low), high + Spread(high));
        var step = RoundStep((high - low) / 5);
        return new(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step);
    }

    /// <summary>The ticks from end to end.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var (low, step) = (Low, Step);
            // Counted, not added up: 0.1 three times is not 0.3.
            return Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => Math.Round(low / step) + i)
                .Select(tick => tick * step);
        }
    }

    /// <summary>A tick as people write it, with as many digits as tell it from its neighbours.</summary>
    public string Label(double tick)
    {
        var digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(Step) - 1e-9), 0, 12);
        var far = Math.Max(Math.Abs(Low), Math.Abs(High));
        return tick == 0 && far < 1e-4 ? "0" : far is >= 1e6 or < 1e-4 ? FormattableString.Invariant($"{tick:0.##e0}")
            : tick.ToString($"F{digits}", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double Spread(double value) => value == 0 ? 0.5 : Math.Abs(value) * 0.1;

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1 + 1e-9 => 1, <= 2 + 1e-9 => 2, <= 5 + 1e-9 => 5, _ => 10 } * power;
    }
}
