namespace SwinLSTM.Metrics;

/// <summary>What happens where a forecast is NaN or infinite although the truth is known. Where the truth is missing (NaN) or masked, the
/// forecast is never looked at.</summary>
public enum MissingForecast
{
    /// <summary>The batch is refused with the position of the first such value, and nothing is added.</summary>
    Refuse,

    /// <summary>The value is left out, as if the truth were missing there, and counted in <see cref="Metric.SkippedValues"/>.</summary>
    Skip,
}
