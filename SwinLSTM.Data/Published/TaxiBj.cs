namespace SwinLSTM.Data;

/// <summary>
/// TaxiBJ (Zhang, Zheng and Qi, 2017): inflow and outflow of taxis on a grid of 32 x 32 over Beijing every half hour, 4 frames in and 4 out,
/// from the <c>dataset.npz</c> that OpenSTL publishes: X_train, Y_train, X_test and Y_test, each (N, 4, 2, 32, 32) in -1 to 1.
/// </summary>
/// <remarks>
/// OpenSTL validates on the test part; here validation is the end of the training part. That samples are in the order of time is taken from how
/// the file is described, which does not say so outright.
/// </remarks>
public sealed class TaxiBj : IDisposable
{
    private readonly NpzFile file;

    private TaxiBj(NpzFile file, DatasetSplits splits) => (this.file, Splits) = (file, splits);

    /// <summary>(x + 1) / 2: what published results are measured on. Values themselves come as they are stored.</summary>
    public static Normalizer Normalizer { get; } = Normalizer.UnitRange(-1, 1);

    /// <summary>The three parts. They go with the file.</summary>
    public DatasetSplits Splits { get; }

    /// <summary>Opens the file.</summary>
    /// <param name="path">The <c>.npz</c>.</param>
    /// <param name="options">How the training part is cut.</param>
    /// <returns>The three parts; dispose it to close the file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, lacks an array, or has arrays of other shapes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">Options that leave nothing for training or validation.</exception>
    public static TaxiBj Open(string path, TaxiBjOptions? options = null)
    {
        var file = NpzFile.Open(path);
        try
        {
            var (all, test) = (Pairs(file, path, "X_train", "Y_train"), Pairs(file, path, "X_test", "Y_test"));
            if (all.Shape != test.Shape)
                throw new InvalidDataException($"{path} has {all.Shape} for training, but {test.Shape} for test. Both must be alike.");
            var validation = options?.ValidationSamples ?? Math.Clamp(test.Count, 1, Math.Max(1, all.Count / 4));
            var gap = options?.Gap ?? all.Shape.Frames - 1;
            var train = all.Count - validation - gap;
            if (validation < 1 || gap < 0 || train < 1)
                throw new ArgumentException($"{path} has {all.Count} samples for training and validation; {validation} for validation and {gap} between the two leave {Math.Max(0, train)} for training. " +
                    "Both parts need at least one, and Gap is 0 or more.", nameof(options));
            return new(file, new(all.Subset(0, train), all.Subset(train + gap, validation), test));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private static ArrayClips Pairs(NpzFile file, string path, string inputs, string targets)
    {
        var missing = new[] { inputs, targets }.Where(name => !file.Names.Contains(name)).ToList();
        if (missing.Count > 0)
            throw new InvalidDataException($"{path} has no {string.Join(" and no ", missing)}; it has {(file.Names.Count == 0 ? "no arrays" : string.Join(", ", file.Names))}. TaxiBJ has X_train, Y_train, X_test and Y_test.");
        var (x, y) = (file[inputs], file[targets]);
        try
        {
            return x.Clips(y, "NTCHW");
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{path} is not laid out as TaxiBJ, (samples, frames, channels, rows, columns): {wrong.Message}", wrong);
        }
    }
}
