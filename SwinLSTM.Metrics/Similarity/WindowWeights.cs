namespace SwinLSTM.Metrics;

/// <summary>The weights of a window along one of its axes, and what they leave to the formula of structural similarity.</summary>
/// <param name="Weights">Symmetric; the weight of a value is the product of its row's and its column's.</param>
/// <param name="Sum">Of the weights of the whole window.</param>
/// <param name="Sample">By what variances of the window are multiplied: n / (n - 1) for sample variances, 1 for those of a population.</param>
internal sealed record WindowWeights(double[] Weights, double Sum, double Sample)
{
    private static readonly WindowWeights uniform = new([1, 1, 1, 1, 1, 1, 1], 49, 49.0 / 48);
    private static readonly WindowWeights gaussian = new(Gaussian(), 1, 1);

    public int Size => Weights.Length;

    public static WindowWeights Of(SimilarityWindow window) => window == SimilarityWindow.Uniform7 ? uniform : gaussian;

    private static double[] Gaussian()
    {
        double[] bell = [.. Enumerable.Range(-5, 11).Select(offset => Math.Exp(-offset * offset / (2 * 1.5 * 1.5)))];
        var sum = bell.Sum();
        return [.. bell.Select(weight => weight / sum)];
    }
}
