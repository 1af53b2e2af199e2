namespace SwinLSTM.Metrics;

/// <summary>What both structural similarities ask of their choices and of frames.</summary>
internal static class SimilarityRules
{
    public static double CheckedRange(double dataRange) => double.IsFinite(dataRange) && dataRange > 0
        ? dataRange
        : throw new ArgumentOutOfRangeException(nameof(dataRange), $"The data range must be positive and finite, 1 for frames in [0, 1]; it is {dataRange}.");

    public static SimilarityWindow Checked(SimilarityWindow window) => Enum.IsDefined(window)
        ? window
        : throw new ArgumentOutOfRangeException(nameof(window), $"A window is Uniform7 or Gaussian11; {(int)window} was given.");

    public static string Words(SimilarityWindow window) => window == SimilarityWindow.Uniform7 ? "uniform 7x7" : "Gaussian 11x11";

    public static void CheckSize(string name, FramePair frames, int smallest)
    {
        if (Math.Min(frames.Height, frames.Width) < smallest)
            throw new ArgumentException($"{name} needs frames of at least {smallest} x {smallest}; these are {frames.Height} x {frames.Width}. " +
                "Use larger frames or a smaller window.");
    }
}
