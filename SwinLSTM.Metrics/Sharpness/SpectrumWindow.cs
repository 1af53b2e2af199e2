namespace SwinLSTM.Metrics;

/// <summary>What frames are multiplied with before their spectrum is taken.</summary>
public enum SpectrumWindow
{
    /// <summary>
    /// Half a period of sine squared along both axes. Frames do not go on at their other side; without it that edge is power at all wavelengths,
    /// and a blurred frame looks sharp.
    /// </summary>
    Hann,

    /// <summary>Nothing: for frames that do go on at their other side, such as a globe's longitudes.</summary>
    None,
}
