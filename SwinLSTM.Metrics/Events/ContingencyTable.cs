namespace SwinLSTM.Metrics;

/// <summary>
/// How often events were forecast and seen, and the scores that weather services make of it. A score whose denominator is zero is NaN:
/// there was nothing to score. Formulas: Wilks, Statistical Methods in the Atmospheric Sciences (2011), chapter 8.
/// </summary>
/// <param name="Hits">Forecast and seen.</param>
/// <param name="Misses">Seen, but not forecast.</param>
/// <param name="FalseAlarms">Forecast, but not seen.</param>
/// <param name="CorrectNegatives">Neither forecast nor seen.</param>
public readonly record struct ContingencyTable(long Hits, long Misses, long FalseAlarms, long CorrectNegatives)
{
    /// <summary>All that was counted.</summary>
    public long Total => Hits + Misses + FalseAlarms + CorrectNegatives;

    /// <summary>CSI, also called the threat score: hits among all events forecast or seen, 0 to 1.</summary>
    public double CriticalSuccessIndex => (double)Hits / (Hits + Misses + FalseAlarms);

    /// <summary>POD: the part of the events seen that was forecast, 0 to 1.</summary>
    public double ProbabilityOfDetection => (double)Hits / (Hits + Misses);

    /// <summary>FAR: the part of the events forecast that was not seen, 0 (best) to 1. Not the false alarm rate, which divides by what was not seen.</summary>
    public double FalseAlarmRatio => (double)FalseAlarms / (Hits + FalseAlarms);

    /// <summary>SUCR: the part of the events forecast that was seen, 1 - FAR.</summary>
    public double SuccessRatio => (double)Hits / (Hits + FalseAlarms);

    /// <summary>Events forecast for each one seen; 1 is right, more is too many.</summary>
    public double FrequencyBias => (double)(Hits + FalseAlarms) / (Hits + Misses);

    /// <summary>HSS: how much better than chance, up to 1; 0 is no better.</summary>
    public double HeidkeSkillScore
    {
        get
        {
            double h = Hits, m = Misses, f = FalseAlarms, c = CorrectNegatives;
            return 2 * (h * c - m * f) / ((h + m) * (m + c) + (h + f) * (f + c));
        }
    }

    /// <summary>ETS, also called the Gilbert skill score: the CSI without the hits of chance, -1/3 to 1; 0 is no better than chance.</summary>
    public double EquitableThreatScore
    {
        get
        {
            var chance = (double)(Hits + Misses) * (Hits + FalseAlarms) / Total;
            return (Hits - chance) / (Hits + Misses + FalseAlarms - chance);
        }
    }

    /// <summary>Both counted together.</summary>
    /// <param name="left">Some counts.</param>
    /// <param name="right">More of the same event.</param>
    /// <returns>Their sums.</returns>
    public static ContingencyTable operator +(ContingencyTable left, ContingencyTable right) => new(
        left.Hits + right.Hits, left.Misses + right.Misses, left.FalseAlarms + right.FalseAlarms, left.CorrectNegatives + right.CorrectNegatives);
}
