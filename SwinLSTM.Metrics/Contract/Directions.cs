namespace SwinLSTM.Metrics;

/// <summary>Values of a metric put in order.</summary>
public static class Directions
{
    /// <summary>Where the best value is, the second best, and so on; of equal ones the earlier comes first, and NaN comes last.</summary>
    /// <param name="direction">Which values are good; of a metric that does not judge, smaller values come first.</param>
    /// <param name="values">Such as what <see cref="FrameMetric.Add(TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor?)"/> returns: one for each sequence.</param>
    /// <returns>Each index into <paramref name="values"/> once: the first is the best, the middle one the median, the last the worst.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such direction.</exception>
    public static IReadOnlyList<int> Order(this Direction direction, IReadOnlyList<double> values) =>
    [
        .. Enumerable.Range(0, values.Count)
            .OrderBy(index => double.IsNaN(values[index]) ? 1 : 0)
            .ThenBy(index => Badness(direction, values[index])),
    ];

    private static double Badness(Direction direction, double value) => direction switch
    {
        Direction.LowerIsBetter or Direction.Neither => value,
        Direction.HigherIsBetter => -value,
        Direction.CloserToOneIsBetter => Math.Abs(value - 1),
        Direction.CloserToZeroIsBetter => Math.Abs(value),
        _ => throw new ArgumentOutOfRangeException(nameof(direction), $"A direction is one of {string.Join(", ", Enum.GetNames<Direction>())}; {(int)direction} was given."),
    };
}
