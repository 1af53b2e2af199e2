namespace SwinLSTM.Data;

/// <summary>Data sets one after another.</summary>
internal sealed class Concatenation : ISequenceDataset
{
    private readonly ISequenceDataset[] parts;
    private readonly long[] before; // samples before each part, and the count of all at the end

    public Concatenation(ISequenceDataset[] parts)
    {
        this.parts = parts;
        before = new long[parts.Length + 1];
        for (var i = 0; i < parts.Length; i++)
            before[i + 1] = checked(before[i] + parts[i].Count);
    }

    public long Count => before[^1];

    public SequenceShape Shape => parts[0].Shape;

    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        var part = Part(sample.Index);
        parts[part].Read(sample with { Index = sample.Index - before[part] }, values, valid);
    }

    public string Describe(long index)
    {
        var part = Part(index);
        return parts[part].Describe(index - before[part]);
    }

    private int Part(long index)
    {
        // The last part that begins at or before the index: empty ones begin where the next one does.
        var at = Array.BinarySearch(before, index);
        at = at >= 0 ? at : ~at - 1;
        while (before[at + 1] == index)
            at++;
        return at;
    }
}
