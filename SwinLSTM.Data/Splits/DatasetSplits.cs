namespace SwinLSTM.Data;

/// <summary>
/// The three parts of a data set. Networks, normalisers and whatever else is fitted see <paramref name="Train"/> only; choices between them
/// are made on <paramref name="Validation"/>; <paramref name="Test"/> is measured once, at the end, and chooses nothing.
/// </summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What choices are made on.</param>
/// <param name="Test">What the final figures are measured on.</param>
public sealed partial record DatasetSplits(ISequenceDataset Train, ISequenceDataset Validation, ISequenceDataset Test)
{
    /// <summary>Does the same to all three parts, such as resizing. What is random belongs on <see cref="Train"/> alone: <c>splits with { Train = ... }</c>.</summary>
    /// <param name="change">What is done to a part.</param>
    public DatasetSplits Each(Func<ISequenceDataset, ISequenceDataset> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(change(Train), change(Validation), change(Test));
    }

    private static void CheckShares(double validation, double test)
    {
        if (!(validation > 0 && test > 0 && validation + test < 1))
            throw new ArgumentException($"The shares of validation and test must be above 0 and together below 1; they are {validation} and {test}. What they leave is for training.");
    }
}
