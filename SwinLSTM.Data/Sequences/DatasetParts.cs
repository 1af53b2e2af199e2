namespace SwinLSTM.Data;

/// <summary>Data sets out of parts of others; nothing is copied.</summary>
public static class DatasetParts
{
    /// <summary>Takes the samples <paramref name="first"/> to <c>first + count - 1</c>, at least one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or leaves the data set.</exception>
    public static ISequenceDataset Subset(this ISequenceDataset dataset, long first, long count)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return first >= 0 && count >= 1 && first <= dataset.Count - count ? new Part(dataset, count, index => first + index)
            : throw new ArgumentOutOfRangeException(nameof(first), $"{count} samples from sample {first} do not lie within samples 0 to " +
                $"{dataset.Count - 1}; a part needs at least one.");
    }

    /// <summary>Takes the samples of the given indices, in that order; one may come twice.</summary>
    /// <exception cref="ArgumentException">There are no indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public static ISequenceDataset Subset(this ISequenceDataset dataset, ReadOnlySpan<long> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (indices.IsEmpty)
            throw new ArgumentException("A part needs at least one sample; no index was given.", nameof(indices));
        foreach (var index in indices)
            if (index < 0 || index >= dataset.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), $"The data set has samples 0 to {dataset.Count - 1}; {index} was " +
                    "asked for.");
        var kept = indices.ToArray();
        return new Part(dataset, kept.Length, index => kept[index]);
    }

    /// <summary>Joins data sets: all samples of this one, then all of the others, which have the same shape.</summary>
    /// <exception cref="ArgumentException">Shapes differ.</exception>
    public static ISequenceDataset Concat(this ISequenceDataset dataset, params ReadOnlySpan<ISequenceDataset> others)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (var other in others)
            if (other.Shape != dataset.Shape)
                throw new ArgumentException($"Data sets in a row must have samples of one shape; the first has {dataset.Shape}, another " +
                    $"{other.Shape}. Resize or crop one of them.", nameof(others));
        return new Row([dataset, .. others]);
    }

    /// <summary>Some samples of a data set, in an order of their own.</summary>
    internal sealed class Part(ISequenceDataset source, long count, Func<long, long> index, string words = "") : ISequenceDataset, ILayer
    {
        public ISequenceDataset Source => source;
        public long Count => count;
        public SequenceShape Shape => source.Shape;

        public void Read(SampleId sample, Span<float> frames)
        {
            this.Check(sample, frames);
            source.Read(sample with { Index = index(sample.Index) }, frames);
        }

        public string Describe(long at) => source.Describe(index(at)) + words;
    }

    private sealed class Row(ISequenceDataset[] parts) : ISequenceDataset
    {
        private readonly Places places = new(parts.Select(part => part.Count));

        public long Count => places.Count;
        public SequenceShape Shape => parts[0].Shape;

        public void Read(SampleId sample, Span<float> frames)
        {
            this.Check(sample, frames);
            var (part, index) = places.Find(sample.Index);
            parts[part].Read(sample with { Index = index }, frames);
        }

        public string Describe(long at) => places.Find(at) is var (part, index) ? parts[part].Describe(index) : "";
    }
}
