using SwinLSTM.Metrics;

namespace SwinLSTM.Tests;

/// <summary>Scores of events straight from their definitions, by loops over planes of height x width.</summary>
internal static class NaiveEvents
{
    public static ContingencyTable Count(float[] p, float[] t, bool[]? valid, float threshold)
    {
        long hits = 0, misses = 0, falseAlarms = 0, correctNegatives = 0;
        for (var i = 0; i < p.Length; i++)
        {
            if (valid is not null && !valid[i])
                continue;
            if (p[i] >= threshold && t[i] >= threshold) hits++;
            else if (t[i] >= threshold) misses++;
            else if (p[i] >= threshold) falseAlarms++;
            else correctNegatives++;
        }
        return new(hits, misses, falseAlarms, correctNegatives);
    }

    /// <summary>The largest valid value of each square, and which squares have one.</summary>
    public static (float[] Values, bool[] Valid) Pool(float[] frames, bool[]? valid, int height, int width, int side)
    {
        var (values, counts) = (new List<float>(), new List<bool>());
        for (var plane = 0; plane < frames.Length; plane += height * width)
            for (var y = 0; y < height; y += side)
                for (var x = 0; x < width; x += side)
                {
                    var (largest, any) = (float.NegativeInfinity, false);
                    for (var dy = y; dy < Math.Min(y + side, height); dy++)
                        for (var dx = x; dx < Math.Min(x + side, width); dx++)
                        {
                            var i = plane + dy * width + dx;
                            if (valid is not null && !valid[i])
                                continue;
                            (largest, any) = (Math.Max(largest, frames[i]), true);
                        }
                    values.Add(largest);
                    counts.Add(any);
                }
        return ([.. values], [.. counts]);
    }

    public static double FractionsSkill(float[] p, float[] t, bool[]? valid, int height, int width, float threshold, int neighbourhood)
    {
        var radius = neighbourhood / 2;
        var (difference, reference) = (0.0, 0.0);
        for (var plane = 0; plane < p.Length; plane += height * width)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    if (valid is not null && !valid[plane + y * width + x])
                        continue;
                    var (a, b) = (Fraction(p), Fraction(t));
                    difference += (a - b) * (a - b);
                    reference += a * a + b * b;

                    double Fraction(float[] frames)
                    {
                        var events = 0;
                        for (var dy = y - radius; dy <= y + radius; dy++)
                            for (var dx = x - radius; dx <= x + radius; dx++)
                            {
                                if (dy < 0 || dx < 0 || dy >= height || dx >= width)
                                    continue;
                                var i = plane + dy * width + dx;
                                if ((valid is null || valid[i]) && frames[i] >= threshold)
                                    events++;
                            }
                        return (double)events / (neighbourhood * neighbourhood);
                    }
                }
        return 1 - difference / reference;
    }
}
