namespace SwinLSTM.Metrics;

/// <summary>Which values of a metric are good.</summary>
public enum BetterWhen
{
    /// <summary>Smaller values are better: errors.</summary>
    Lower,

    /// <summary>Larger values are better: similarity, skill, decibels.</summary>
    Higher,

    /// <summary>1 is best: ratios such as a frequency bias.</summary>
    CloserToOne,

    /// <summary>0 is best: differences such as a mean error.</summary>
    CloserToZero,

    /// <summary>No value is better than another; the metric only describes.</summary>
    Neither,
}
