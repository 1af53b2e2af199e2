namespace SwinLSTM.Metrics;

/// <summary>What happens to a value that is NaN or infinite and lies under a valid pixel. One that lies under an invalid pixel is never looked at.</summary>
public enum NotFinitePolicy
{
    /// <summary>The batch is refused with the position of the first one, and nothing is added.</summary>
    Refuse,

    /// <summary>It is treated as an invalid pixel, in prediction and target alike, and counted in <see cref="FrameMetric.SkippedValues"/>.</summary>
    Skip,
}
