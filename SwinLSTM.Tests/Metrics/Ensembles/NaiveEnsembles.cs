namespace SwinLSTM.Tests;

/// <summary>Scores of ensembles straight from their definitions, for one value: members x, truth y.</summary>
internal static class NaiveEnsembles
{
    /// <summary>The integral of (F(z) - [z >= y])^2, where F is the members' distribution: between neighbouring values both are
    /// constant.</summary>
    public static double CrpsByIntegral(double[] x, double y)
    {
        double[] points = [.. x.Append(y).Order()];
        var integral = 0.0;
        for (var k = 0; k + 1 < points.Length; k++)
        {
            var step = x.Count(member => member <= points[k]) / (double)x.Length - (y <= points[k] ? 1 : 0);
            integral += step * step * (points[k + 1] - points[k]);
        }
        return integral;
    }

    public static double CrpsByPairs(double[] x, double y, bool fair)
    {
        var pairs = 0.0;
        foreach (var a in x)
            foreach (var b in x)
                pairs += Math.Abs(a - b);
        return x.Average(member => Math.Abs(member - y)) - pairs / (2.0 * x.Length * (fair ? x.Length - 1 : x.Length));
    }

    public static double[] RankParts(double[] x, double y)
    {
        var parts = new double[x.Length + 1];
        var (below, ties) = (x.Count(member => member < y), x.Count(member => member == y));
        for (var rank = below; rank <= below + ties; rank++)
            parts[rank] = 1.0 / (ties + 1);
        return parts;
    }
}
