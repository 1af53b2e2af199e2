namespace SwinLSTM.Data;

/// <summary>A data set whose samples are another's, changed. What is drawn is drawn once a sample, for all of its frames and its map of valid values.</summary>
internal abstract class SampleTransform(ISequenceDataset source, SequenceShape shape, string words, ulong seed = 0) : ISequenceDataset, ILayer
{
    // Each transform of a stack draws numbers of its own, whatever it does and although users give all the same seed, and so does the generator under them.
    private readonly ulong seed = unchecked(seed + 0x632BE59BD9B4E019 * (ulong)(1 + Layers.Under(source)));

    public ISequenceDataset Source => source;

    public long Count => source.Count;

    public SequenceShape Shape => shape;

    public string Describe(long index) => $"{source.Describe(index)}, {words}";

    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        Make(sample, values, valid);
    }

    protected abstract void Make(SampleId sample, Span<byte> values, Span<byte> valid);

    protected SampleRandom Draw(SampleId sample) => new(seed, sample);
}
