namespace SwinLSTM.Metrics;

/// <summary>Which score of a <see cref="ContingencyTable"/>.</summary>
public enum EventScore
{
    /// <summary><see cref="ContingencyTable.CriticalSuccessIndex"/>.</summary>
    CriticalSuccessIndex,

    /// <summary><see cref="ContingencyTable.ProbabilityOfDetection"/>.</summary>
    ProbabilityOfDetection,

    /// <summary><see cref="ContingencyTable.FalseAlarmRatio"/>.</summary>
    FalseAlarmRatio,

    /// <summary><see cref="ContingencyTable.SuccessRatio"/>.</summary>
    SuccessRatio,

    /// <summary><see cref="ContingencyTable.FrequencyBias"/>.</summary>
    FrequencyBias,

    /// <summary><see cref="ContingencyTable.HeidkeSkillScore"/>.</summary>
    HeidkeSkillScore,

    /// <summary><see cref="ContingencyTable.EquitableThreatScore"/>.</summary>
    EquitableThreatScore,
}
