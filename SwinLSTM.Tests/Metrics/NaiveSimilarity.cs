namespace SwinLSTM.Tests;

/// <summary>Structural similarity of one plane straight from its definition, in two passes over each window.</summary>
internal static class NaiveSimilarity
{
    public static (double Whole, double ContrastStructure, int Windows) Sums(double[] p, double[] t, bool[]? valid, int width, double range,
        bool gaussian)
    {
        var (radius, height) = (gaussian ? 5 : 3, p.Length / width);
        var (c1, c2) = (0.01 * range * 0.01 * range, 0.03 * range * 0.03 * range);
        double[] bell = [.. Enumerable.Range(0, radius + 1).Select(offset => gaussian ? Math.Exp(-offset * offset / 4.5) : 1)];
        var (whole, structure, windows) = (0.0, 0.0, 0);
        for (var y = radius; y < height - radius; y++)
            for (var x = radius; x < width - radius; x++)
            {
                double weights = 0, meanP = 0, meanT = 0, variances = 0, covariance = 0;
                var counts = true;
                Window((i, w) =>
                {
                    counts &= valid is null || valid[i];
                    (weights, meanP, meanT) = (weights + w, meanP + w * p[i], meanT + w * t[i]);
                });
                if (!counts)
                    continue;
                (meanP, meanT) = (meanP / weights, meanT / weights);
                Window((i, w) =>
                {
                    variances += w * ((p[i] - meanP) * (p[i] - meanP) + (t[i] - meanT) * (t[i] - meanT));
                    covariance += w * (p[i] - meanP) * (t[i] - meanT);
                });
                var divisor = gaussian ? weights : 48;
                var second = (2 * covariance / divisor + c2) / (variances / divisor + c2);
                whole += (2 * meanP * meanT + c1) / (meanP * meanP + meanT * meanT + c1) * second;
                structure += second;
                windows++;

                void Window(Action<int, double> visit)
                {
                    for (var dy = -radius; dy <= radius; dy++)
                        for (var dx = -radius; dx <= radius; dx++)
                            visit((y + dy) * width + x + dx, bell[Math.Abs(dy)] * bell[Math.Abs(dx)]);
                }
            }
        return (whole, structure, windows);
    }

    /// <summary>Multi-scale; null where a scale has no window that counts.</summary>
    public static double? MultiScale(double[] p, double[] t, bool[]? valid, int width, double range, bool gaussian)
    {
        double[] powers = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
        var product = 1.0;
        for (var scale = 0; scale < 5; scale++)
        {
            if (scale > 0)
            {
                (p, t, valid) = (Halved(p, width), Halved(t, width),
                    valid is null ? null : [.. Halved([.. valid.Select(v => v ? 1.0 : 0)], width).Select(v => v == 1)]);
                width /= 2;
            }
            var (whole, structure, windows) = Sums(p, t, valid, width, range, gaussian);
            if (windows == 0)
                return null;
            product *= Math.Pow(Math.Max(0, (scale == 4 ? whole : structure) / windows), powers[scale]);
        }
        return product;
    }

    private static double[] Halved(double[] plane, int width)
    {
        var (rows, columns) = (plane.Length / width / 2, width / 2);
        var half = new double[rows * columns];
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
                half[y * columns + x] = (plane[2 * y * width + 2 * x] + plane[2 * y * width + 2 * x + 1]
                    + plane[(2 * y + 1) * width + 2 * x] + plane[(2 * y + 1) * width + 2 * x + 1]) / 4;
        return half;
    }
}
