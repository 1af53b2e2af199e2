namespace SwinLSTM.Data;

/// <summary>Some samples of a data set, in an order of their own.</summary>
internal sealed class Subset(ISequenceDataset source, long count, Func<long, long> index, string? name = null) : ISequenceDataset, ILayer
{
    public ISequenceDataset Source => source;

    public long Count => count;

    public SequenceShape Shape => source.Shape;

    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        source.Read(sample with { Index = index(sample.Index) }, values, valid);
    }

    public string Describe(long at) => source.Describe(index(at)) + (name is null ? "" : $", {name}");
}
