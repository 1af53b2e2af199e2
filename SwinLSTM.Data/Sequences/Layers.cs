namespace SwinLSTM.Data;

/// <summary>A data set over another one.</summary>
internal interface ILayer
{
    ISequenceDataset Source { get; }
}

/// <summary>What lies under a data set.</summary>
internal static class Layers
{
    /// <summary>How many data sets lie under this one.</summary>
    public static int Under(ISequenceDataset dataset) => dataset is ILayer layer ? 1 + Under(layer.Source) : 0;

    /// <summary>The data set that lies under all others.</summary>
    public static ISequenceDataset Innermost(ISequenceDataset dataset) => dataset is ILayer layer ? Innermost(layer.Source) : dataset;
}
