namespace SwinLSTM.Metrics;

/// <summary>How often an event was forecast and observed, and the scores that weather services compute from it. A score whose denominator
/// is zero is NaN. Formulas: Wilks, Statistical Methods in the Atmospheric Sciences (2011), chapter 8.</summary>
/// <param name="Hits">Forecast and observed.</param>
/// <param name="Misses">Observed, but not forecast.</param>
/// <param name="FalseAlarms">Forecast, but not observed.</param>
/// <param name="CorrectNegatives">Neither forecast nor observed.</param>
public readonly record struct ContingencyTable(long Hits, long Misses, long FalseAlarms, long CorrectNegatives)
{
    /// <summary>The number of all values.</summary>
    public long Total => Hits + Misses + FalseAlarms + CorrectNegatives;

    /// <summary>CSI, also called the threat score: hits per event that was forecast or observed, 0 to 1.</summary>
    public double CriticalSuccessIndex => (double)Hits / (Hits + Misses + FalseAlarms);

    /// <summary>POD: the part of the observed events that was forecast, 0 to 1.</summary>
    public double ProbabilityOfDetection => (double)Hits / (Hits + Misses);

    /// <summary>FAR: the part of the forecast events that was not observed, 0 (best) to 1. The false alarm rate is another score.</summary>
    public double FalseAlarmRatio => (double)FalseAlarms / (Hits + FalseAlarms);

    /// <summary>SUCR: the part of the forecast events that was observed, 1 - FAR.</summary>
    public double SuccessRatio => (double)Hits / (Hits + FalseAlarms);

    /// <summary>Forecast events per observed event; 1 is best, more is too many.</summary>
    public double FrequencyBias => (double)(Hits + FalseAlarms) / (Hits + Misses);

    /// <summary>HSS: the improvement over chance, up to 1; 0 is chance.</summary>
    public double HeidkeSkillScore
    {
        get
        {
            double h = Hits, m = Misses, f = FalseAlarms, c = CorrectNegatives;
            return 2 * (h * c - m * f) / ((h + m) * (m + c) + (h + f) * (f + c));
        }
    }

    /// <summary>ETS, also called the Gilbert skill score: the CSI without the hits expected by chance, -1/3 to 1; 0 is chance.</summary>
    public double EquitableThreatScore
    {
        get
        {
            var chance = (double)(Hits + Misses) * (Hits + FalseAlarms) / Total;
            return (Hits - chance) / (Hits + Misses + FalseAlarms - chance);
        }
    }

    /// <summary>Adds the counts of two tables of the same event.</summary>
    /// <param name="left">A table.</param>
    /// <param name="right">Another.</param>
    /// <returns>The sums.</returns>
    public static ContingencyTable operator +(ContingencyTable left, ContingencyTable right) => new(
        left.Hits + right.Hits, left.Misses + right.Misses,
        left.FalseAlarms + right.FalseAlarms, left.CorrectNegatives + right.CorrectNegatives);
}
