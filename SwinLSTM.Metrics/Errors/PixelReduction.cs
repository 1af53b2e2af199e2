namespace SwinLSTM.Metrics;

/// <summary>How the errors of a frame become one number. Published tables use either; the two differ by a factor of C x H x W.</summary>
public enum PixelReduction
{
    /// <summary>Their mean over channels, rows and columns.</summary>
    Mean,

    /// <summary>Their sum over channels, rows and columns: the "MSE" and "MAE" of most Moving MNIST tables.</summary>
    Sum,
}
