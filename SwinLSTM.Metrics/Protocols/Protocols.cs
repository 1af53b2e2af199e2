namespace SwinLSTM.Metrics;

/// <summary>
/// The protocols behind published tables, and one of ours. Numbers of different protocols cannot be compared: the same forecasts have an MSE of 17.7 in
/// one and of 0.0043 in another. All of them take the forecast frames alone, without the outputs of the warm-up.
/// </summary>
public static class Protocols
{
    private static readonly int[] vil = [16, 74, 133, 160, 181, 219];

    /// <summary>
    /// The test of SwinLSTM's authors (Moving MNIST): squared errors summed over a frame, and structural similarity (uniform 7x7) with a data range of 2, which
    /// is what scikit-image 0.19 takes for floats where none is stated; with the right range of 1 it is lower.
    /// </summary>
    /// <remarks>
    /// The authors average means of batches of 16 and drop an incomplete last batch; this averages over all sequences, which is the same where all batches are full, as on
    /// the standard test set of 10,000. Their similarity is of frames of one channel; channels are averaged here.
    /// </remarks>
    public static Protocol SwinLstm { get; } = new("SwinLSTM",
        "MSE is summed over a frame. SSIM has a data range of 2 for frames in [0, 1], and is higher than with 1. The authors average batch means and drop an incomplete last batch.",
        [new("MSE", () => new MeanSquaredError(PixelReduction.Sum)), new("SSIM", () => new StructuralSimilarity(dataRange: 2))]);

    /// <summary>
    /// OpenSTL's evaluation of frames in [0, 1] (Moving MNIST, TaxiBJ, KTH, Human3.6M, KittiCaltech): squared and absolute errors summed over a frame, of
    /// forecasts as they are; then forecasts clipped to [0, 1], and of those structural similarity with a data range of 2 and the
    /// peak signal-to-noise ratio of each frame, averaged.
    /// </summary>
    /// <remarks>True frames are not clipped. A frame forecast without any error has infinitely many decibels, and so has the average then.</remarks>
    public static Protocol OpenStl { get; } = new("OpenSTL",
        "MSE and MAE are summed over a frame. SSIM and PSNR are of forecasts clipped to [0, 1]; SSIM has a data range of 2, and PSNR is averaged over frames.",
        [
            new("MSE", () => new MeanSquaredError(PixelReduction.Sum)),
            new("MAE", () => new MeanAbsoluteError(PixelReduction.Sum)),
            new("SSIM", () => new StructuralSimilarity(dataRange: 2).Clipped(0, 1)),
            new("PSNR", () => new PeakSignalToNoise(peak: 1, DecibelAverage.OfEachFrame).Clipped(0, 1)),
        ]);

    /// <summary>
    /// Ours: errors averaged over values, in the unit of the data; the root once, of all of them; decibels of the pooled error, so that one perfect frame does not make all
    /// of it infinite; structural similarity with the data's true range. Look at it per lead time, and give it a mask where there is one.
    /// </summary>
    /// <remarks>For frames in [0, 1]; <see cref="HonestWithin"/> takes others.</remarks>
    public static Protocol Honest { get; } = HonestWithin(0, 1);

    /// <summary>
    /// Radar nowcasting on SEVIR: events of vertically integrated liquid at 16, 74, 133, 160, 181 and 219 of 255, counted over the whole test set. First the critical
    /// success index averaged over the six, and of each; then that average where the largest value of each 4 x 4 and 16 x 16 square takes the place of its
    /// values; then the averages of probability of detection, success ratio and frequency bias.
    /// </summary>
    /// <remarks>
    /// For frames divided by 255. An average over thresholds is NaN where one of them has nothing to score, as on a few calm sequences; authors who add a small
    /// number to the denominators have a zero or a one there.
    /// </remarks>
    public static Protocol Sevir { get; } = new("SEVIR",
        "Scores are of counts over all frames, for values of 0 to 255 divided by 255; -M is the mean over six thresholds, POOL the largest value of each square.",
        [
            new("CSI-M", () => Vil()),
            .. vil.Reverse().Select(level => new ProtocolColumn($"CSI-{level}", () => new ThresholdScores(level / 255.0))),
            new("CSI-M-POOL4", () => Vil(pool: 4)),
            new("CSI-M-POOL16", () => Vil(pool: 16)),
            new("POD-M", () => Vil().As(EventScore.ProbabilityOfDetection)),
            new("SUCR-M", () => Vil().As(EventScore.SuccessRatio)),
            new("BIAS-M", () => Vil().As(EventScore.FrequencyBias)),
        ]);

    /// <summary>
    /// OpenSTL's evaluation of normalised fields (WeatherBench): errors in the unit of the data, averaged over values ("spatial norm"), and the root of the mean square of all.
    /// </summary>
    /// <param name="standardDeviation">By which each channel, or all, was divided.</param>
    /// <param name="mean">Which was subtracted from each channel, or all, before.</param>
    /// <remarks>
    /// OpenSTL normalises the test years of single-variable sets with their own mean and deviation, yet undoes it with those of the training years. Given the training
    /// years' for both, as is right, errors differ by the ratio of the two deviations.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no numbers, or not as many of one as of the other, or one is not finite.</exception>
    public static Protocol OpenStlWeather(IReadOnlyList<double> standardDeviation, IReadOnlyList<double> mean) => new("OpenSTL weather",
        "Errors are in the unit of the data and averaged over values. OpenSTL undoes the normalisation of test years with the numbers of the training years.",
        [
            new("MSE", () => new MeanSquaredError(PixelReduction.Mean).Rescaled(standardDeviation, mean)),
            new("MAE", () => new MeanAbsoluteError(PixelReduction.Mean).Rescaled(standardDeviation, mean)),
            new("RMSE", () => new RootMeanSquaredError().Rescaled(standardDeviation, mean)),
        ]);

    /// <summary><see cref="Honest"/> for values in another range.</summary>
    /// <param name="minimum">The smallest value that the data can have.</param>
    /// <param name="maximum">The largest. The peak of the signal-to-noise ratio is the distance of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static Protocol HonestWithin(double minimum, double maximum)
    {
        if (!(double.IsFinite(maximum - minimum) && minimum < maximum))
            throw new ArgumentOutOfRangeException(nameof(maximum), FormattableString.Invariant($"Data have a finite range; [{minimum}, {maximum}] was given."));
        var range = maximum - minimum;
        return new(FormattableString.Invariant($"honest, [{minimum}, {maximum}]"),
            "All averages are over the values that count; PSNR is of the pooled error; SSIM has the data's range.",
            [
                new("MSE", () => new MeanSquaredError(PixelReduction.Mean), "0.000000"),
                new("MAE", () => new MeanAbsoluteError(PixelReduction.Mean), "0.000000"),
                new("RMSE", () => new RootMeanSquaredError(), "0.000000"),
                new("PSNR", () => new PeakSignalToNoise(range, DecibelAverage.OfPooledError)),
                new("SSIM", () => new StructuralSimilarity(range)),
            ]);
    }

    private static ThresholdScores Vil(int pool = 1) => new([.. vil.Select(level => level / 255.0)], pool);
}
