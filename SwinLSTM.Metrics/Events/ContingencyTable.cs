namespace SwinLSTM.Metrics;

/// <summary>
/// How often events were forecast and seen, and the scores that weather services make of it. A score whose denominator is zero is NaN:
/// there was nothing to score.
/// </summary>
/// <param name="Hits">Forecast and seen.</param>
/// <param name="Misses">Seen, but not forecast.</param>
/// <param name="FalseAlarms">Forecast, but not seen.</param>
/// <param name="CorrectNegatives">Neither forecast nor seen.</param>
public readonly record struct ContingencyTable(long Hits, long Misses, long FalseAlarms, long CorrectNegatives)
{
    /// <summary>CSI: hits among all events forecast or seen, 0 to 1.</summary>
    public double CriticalSuccessIndex => (double)Hits / (Hits + Misses + FalseAlarms);

    /// <summary>POD: the part of the events seen that was forecast, 0 to 1.</summary>
    public double ProbabilityOfDetection => (double)Hits / (Hits + Misses);

    /// <summary>FAR: the part of the events forecast that was not seen, 0 (best) to 1.</summary>
    public double FalseAlarmRatio => (double)FalseAlarms / (Hits + FalseAlarms);

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
}
