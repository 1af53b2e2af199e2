namespace SwinLSTM.Metrics;

/// <summary>Which values of a metric are good ones.</summary>
public enum Direction
{
    /// <summary>The smaller the better: errors.</summary>
    LowerIsBetter,

    /// <summary>The larger the better: similarities, skill, decibels of signal.</summary>
    HigherIsBetter,

    /// <summary>One is best, and both sides of it are worse: a bias that is a ratio.</summary>
    CloserToOneIsBetter,

    /// <summary>Zero is best, and both sides of it are worse: a bias that is a difference.</summary>
    CloserToZeroIsBetter,

    /// <summary>It describes and does not judge.</summary>
    Neither,
}
