namespace SwinLSTM.Tests;

/// <summary>Every metric straight from its definition, by loops over arrays [frames][channels][height, width].</summary>
internal static class NaiveMetrics
{
    public static double MeanOver(float[] p, float[] t, Func<double, double> error)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            sum += error((double)p[i] - t[i]);
        return sum / p.Length;
    }

    public static double StructuralSimilarity(float[] p, float[] t, int height, int width, double range, bool gaussian)
    {
        var radius = gaussian ? 5 : 3;
        var (c1, c2) = (0.01 * range * 0.01 * range, 0.03 * range * 0.03 * range);
        var (sum, windows) = (0.0, 0);
        for (var plane = 0; plane < p.Length; plane += height * width)
            for (var y = radius; y < height - radius; y++)
                for (var x = radius; x < width - radius; x++)
                {
                    double weights = 0, meanP = 0, meanT = 0;
                    Window((weight, a, b) => (weights, meanP, meanT) = (weights + weight, meanP + weight * a, meanT + weight * b));
                    (meanP, meanT) = (meanP / weights, meanT / weights);
                    double varP = 0, varT = 0, covariance = 0;
                    Window((weight, a, b) =>
                    {
                        varP += weight * (a - meanP) * (a - meanP);
                        varT += weight * (b - meanT) * (b - meanT);
                        covariance += weight * (a - meanP) * (b - meanT);
                    });
                    var divisor = gaussian ? weights : 48;
                    sum += (2 * meanP * meanT + c1) * (2 * covariance / divisor + c2)
                        / ((meanP * meanP + meanT * meanT + c1) * ((varP + varT) / divisor + c2));
                    windows++;

                    void Window(Action<double, double, double> visit)
                    {
                        for (var dy = -radius; dy <= radius; dy++)
                            for (var dx = -radius; dx <= radius; dx++)
                            {
                                var i = plane + (y + dy) * width + x + dx;
                                visit(gaussian ? Math.Exp(-(dx * dx + dy * dy) / 4.5) : 1, p[i], t[i]);
                            }
                    }
                }
        return sum / windows;
    }
}
