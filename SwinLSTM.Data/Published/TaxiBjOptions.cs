namespace SwinLSTM.Data;

/// <summary>How TaxiBJ's training part is cut.</summary>
public sealed record TaxiBjOptions
{
    /// <summary>How many samples, the last ones of the training part, are for validation. Left out: as many as the test part has, but at most a quarter.</summary>
    public int? ValidationSamples { get; init; }

    /// <summary>
    /// Samples left out between training and validation. Left out: one less than a sample has frames, so that no frame is in both where
    /// each sample begins one frame after the one before it, as in the published file.
    /// </summary>
    public int? Gap { get; init; }
}
