namespace SwinLSTM.Metrics;

/// <summary>The protocols of published tables, and a standard one. Numbers of different protocols cannot be compared: the same forecasts
/// have an MSE of 17.7 in one and of 0.0043 in another. All of them measure the forecast frames alone, without the outputs of the
/// warm-up.</summary>
public static class Protocols
{
    private static readonly int[] vil = [16, 74, 133, 160, 181, 219];

    /// <summary>The test of SwinLSTM's authors on Moving MNIST: squared errors summed over a frame, and structural similarity (uniform 7x7)
    /// with a data range of 2, which scikit-image 0.19 takes for floats if none is stated. With the correct range of 1 it is
    /// lower.</summary>
    /// <remarks>The authors average the means of batches of 16 and drop an incomplete last batch. This protocol averages over all
    /// sequences, which is the same if all batches are full, as on the standard test set of 10,000. Channels are averaged; the authors'
    /// frames have one.</remarks>
    public static Protocol SwinLstm { get; } = new("SwinLSTM",
        "MSE is summed over a frame. SSIM has a data range of 2 for frames in [0, 1], and is higher than with 1. " +
            "The authors average batch means and drop an incomplete last batch.",
        [new("MSE", () => new MeanSquaredError(PixelReduction.Sum)), new("SSIM", () => new StructuralSimilarity(dataRange: 2))]);

    /// <summary>OpenSTL's evaluation of frames in [0, 1] (Moving MNIST, TaxiBJ, KTH, Human3.6M, KittiCaltech): squared and absolute errors
    /// summed over a frame; then, of forecasts clipped to [0, 1], structural similarity with a data range of 2 and the peak signal-to-noise
    /// ratio averaged over frames.</summary>
    /// <remarks>The truth is not clipped. A frame without any error has infinitely many decibels, and so has the average then.</remarks>
    public static Protocol OpenStl { get; } = new("OpenSTL",
        "MSE and MAE are summed over a frame. SSIM and PSNR are of forecasts clipped to [0, 1]; " +
            "SSIM has a data range of 2, and PSNR is averaged over frames.",
        [
            new("MSE", () => new MeanSquaredError(PixelReduction.Sum)),
            new("MAE", () => new MeanAbsoluteError(PixelReduction.Sum)),
            new("SSIM", () => new StructuralSimilarity(dataRange: 2).Clipped(0, 1)),
            new("PSNR", () => new PeakSignalToNoiseRatio(peak: 1, DecibelAverage.OfEachFrame).Clipped(0, 1)),
        ]);

    /// <summary>OpenSTL's evaluation of weather fields (WeatherBench): errors in the unit of the data, averaged over values, and the root
    /// of the mean square of all. Frames are in the unit of the data; for normalised ones use
    /// <see cref="MetricTransforms.Rescaled"/>.</summary>
    /// <remarks>OpenSTL normalises the test years of single-variable sets with their own mean and deviation, yet undoes it with those of
    /// the training years, so its errors differ by the ratio of the two deviations.</remarks>
    public static Protocol OpenStlWeather { get; } = new("OpenSTL weather",
        "Errors are in the unit of the data and averaged over values. " +
            "OpenSTL undoes the normalisation of test years with the numbers of the training years.",
        [
            new("MSE", () => new MeanSquaredError()),
            new("MAE", () => new MeanAbsoluteError()),
            new("RMSE", () => new RootMeanSquaredError()),
        ]);

    /// <summary>Radar nowcasting on SEVIR: events of vertically integrated liquid at 16, 74, 133, 160, 181 and 219 of 255, counted over the
    /// whole test set. The critical success index averaged over the six, and of each; that average with pools of 4 and 16; then the
    /// averages of probability of detection, success ratio and frequency bias.</summary>
    /// <remarks>For frames divided by 255. An average is NaN if one threshold has nothing to score, as on a few calm sequences; authors who
    /// add a small number to the denominators get a zero or a one there.</remarks>
    public static Protocol Sevir { get; } = new("SEVIR",
        "Scores are of counts over all frames, for values of 0 to 255 divided by 255; " +
            "-M is the mean over six thresholds, POOL the largest value of each square.",
        [
            new("CSI-M", () => Vil()),
            .. vil.Reverse().Select(level => new ProtocolColumn($"CSI-{level}", () => new ThresholdScores([level / 255.0]))),
            new("CSI-M-POOL4", () => Vil(pool: 4)),
            new("CSI-M-POOL16", () => Vil(pool: 16)),
            new("POD-M", () => Vil(EventScore.ProbabilityOfDetection)),
            new("SUCR-M", () => Vil(EventScore.SuccessRatio)),
            new("BIAS-M", () => Vil(EventScore.FrequencyBias)),
        ]);

    /// <summary>The standard choices: errors averaged over values, in the unit of the data; the root taken once; decibels of the pooled
    /// error, so that one perfect frame does not make the result infinite; structural similarity with the range of the data; and how sharp
    /// edges are, because blur lowers errors.</summary>
    /// <param name="minimum">The smallest value that the data can have. Default 0.</param>
    /// <param name="maximum">The largest. Default 1. The peak of the signal-to-noise ratio is the difference of the two.</param>
    /// <returns>The protocol.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static Protocol Standard(double minimum = 0, double maximum = 1)
    {
        if (!(double.IsFinite(maximum - minimum) && minimum < maximum))
            throw new ArgumentOutOfRangeException(nameof(maximum),
                Invariant($"Data have a finite range; [{minimum}, {maximum}] was given."));
        var range = maximum - minimum;
        return new(Invariant($"standard, [{minimum}, {maximum}]"),
            "All averages are over the values that count; PSNR is of the pooled error; SSIM has the range of the data; sharpness is the " +
            "gradient ratio.",
            [
                new("MSE", () => new MeanSquaredError(), "0.000000"),
                new("MAE", () => new MeanAbsoluteError(), "0.000000"),
                new("RMSE", () => new RootMeanSquaredError(), "0.000000"),
                new("PSNR", () => new PeakSignalToNoiseRatio(range, DecibelAverage.OfPooledError)),
                new("SSIM", () => new StructuralSimilarity(range)),
                new("Sharpness", () => new GradientRatio()),
            ]);
    }

    private static ThresholdScores Vil(EventScore? score = null, int pool = 1) => new([.. vil.Select(level => level / 255.0)], score, pool);
}
