namespace SwinLSTM.Metrics;

/// <summary>Ranks values of a metric.</summary>
public static class BetterWhenExtensions
{
    /// <summary>Returns the indices of values from the best to the worst. Equal values keep their order; NaN comes last.</summary>
    /// <param name="better">Which values are good; <see cref="BetterWhen.Neither"/> ranks from the smallest to the largest.</param>
    /// <param name="values">For example one value per sequence, as <c>Add</c> of a metric returns them.</param>
    /// <returns>Each index into <paramref name="values"/> once.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="better"/> is not a defined value.</exception>
    public static IReadOnlyList<int> Order(this BetterWhen better, IReadOnlyList<double> values) =>
        [.. Enumerable.Range(0, values.Count).OrderBy(index => double.IsNaN(values[index]))
            .ThenBy(index => Badness(better, values[index]))];

    private static double Badness(BetterWhen better, double value) => better switch
    {
        BetterWhen.Lower or BetterWhen.Neither => value,
        BetterWhen.Higher => -value,
        BetterWhen.CloserToOne => Math.Abs(value - 1),
        BetterWhen.CloserToZero => Math.Abs(value),
        _ => throw FrameRules.Undefined(better),
    };
}
