namespace SwinLSTM.Metrics;

/// <summary>A score of a <see cref="ContingencyTable"/>; make one of your own with its name.</summary>
/// <param name="Title">What tables call it, such as "CSI".</param>
/// <param name="Better">Which values are good.</param>
/// <param name="Of">Computes the score; NaN where there is nothing to score.</param>
public sealed record EventScore(string Title, BetterWhen Better, Func<ContingencyTable, double> Of)
{
    /// <summary>CSI, <see cref="ContingencyTable.CriticalSuccessIndex"/>.</summary>
    public static EventScore CriticalSuccessIndex { get; } = new("CSI", BetterWhen.Higher, table => table.CriticalSuccessIndex);

    /// <summary>POD, <see cref="ContingencyTable.ProbabilityOfDetection"/>.</summary>
    public static EventScore ProbabilityOfDetection { get; } = new("POD", BetterWhen.Higher, table => table.ProbabilityOfDetection);

    /// <summary>FAR, <see cref="ContingencyTable.FalseAlarmRatio"/>.</summary>
    public static EventScore FalseAlarmRatio { get; } = new("FAR", BetterWhen.Lower, table => table.FalseAlarmRatio);

    /// <summary>SUCR, <see cref="ContingencyTable.SuccessRatio"/>.</summary>
    public static EventScore SuccessRatio { get; } = new("SUCR", BetterWhen.Higher, table => table.SuccessRatio);

    /// <summary>BIAS, <see cref="ContingencyTable.FrequencyBias"/>.</summary>
    public static EventScore FrequencyBias { get; } = new("BIAS", BetterWhen.CloserToOne, table => table.FrequencyBias);

    /// <summary>HSS, <see cref="ContingencyTable.HeidkeSkillScore"/>.</summary>
    public static EventScore HeidkeSkillScore { get; } = new("HSS", BetterWhen.Higher, table => table.HeidkeSkillScore);

    /// <summary>ETS, <see cref="ContingencyTable.EquitableThreatScore"/>.</summary>
    public static EventScore EquitableThreatScore { get; } = new("ETS", BetterWhen.Higher, table => table.EquitableThreatScore);
}
