namespace SwinLSTM.Metrics;

/// <summary>The window over which structural similarity takes its means, variances and covariance.</summary>
public enum SimilarityWindow
{
    /// <summary>7 x 7, equal weights, sample variances (divided by 48): the default of scikit-image, used by most forecasting
    /// tables.</summary>
    Uniform7,

    /// <summary>11 x 11, Gaussian weights of sigma 1.5, population variances: Wang et al. (2004).</summary>
    Gaussian11,
}
