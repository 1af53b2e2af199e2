namespace SwinLSTM.Metrics;

/// <summary>Over which neighbours the structural similarity takes its means, variances and covariance.</summary>
public enum SimilarityWindow
{
    /// <summary>7 x 7, all alike, with sample variances (divided by 48): scikit-image's default, used by most forecasting tables.</summary>
    Uniform7,

    /// <summary>11 x 11 weighted by a Gaussian of sigma 1.5, with population variances: Wang et al. (2004).</summary>
    Gaussian11,
}
