using SwinLSTM.Metrics;

namespace SwinLSTM.Training;

/// <summary>Chooses the sequences worth looking at: not the ones somebody liked, but the best, the median and the worst.</summary>
internal static class Ranking
{
    /// <summary>So many of each place, fewer where there are too few sequences; none twice.</summary>
    public static IReadOnlyList<(Place Place, long Index)> Choose(IReadOnlyList<double> values, BetterWhen better, int each)
    {
        var order = better.Order(values);
        // A value that is no number is neither good nor bad.
        var ranked = order.Where(index => !double.IsNaN(values[index])).Select(index => (long)index).ToArray();
        var middle = Math.Max(0, (ranked.Length - each) / 2);
        IEnumerable<(Place, long Index)> chosen =
        [
            .. ranked.Take(each).Select(index => (Place.Best, index)),
            .. ranked.TakeLast(each).Reverse().Select(index => (Place.Worst, index)),
            .. ranked.Skip(middle).Take(each).Select(index => (Place.Median, index)),
        ];
        return [.. chosen.DistinctBy(choice => choice.Index).OrderBy(choice => choice.Item1)];
    }
}
