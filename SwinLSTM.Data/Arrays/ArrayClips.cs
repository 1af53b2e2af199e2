namespace SwinLSTM.Data;

/// <summary>Clips of one length in an <see cref="NdArray"/>, or in two of them, inputs and targets: in memory, or read in place from a mapped file.</summary>
public sealed class ArrayClips : ISequenceDataset, IDisposable
{
    private readonly (ArrayFrames Frames, int Count)[] parts; // one behind the other in each sample
    private readonly long first;

    internal ArrayClips((ArrayFrames Frames, int Count)[] parts, int inputFrames, long first = 0, long? count = null)
    {
        (this.parts, this.first, Count) = (parts, first, count ?? parts[0].Frames.Samples);
        Shape = new(inputFrames, parts.Sum(part => part.Count) - inputFrames, parts[0].Frames.Format);
    }

    /// <inheritdoc/>
    public long Count { get; }

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        foreach (var (frames, count) in parts)
        {
            var (bytes, flags) = (count * frames.Format.Bytes, frames.Format.Masked ? count * frames.Format.Values : 0);
            frames.Read(first + sample.Index, new(0, count), values[..bytes], valid[..flags]);
            values = values[bytes..];
            valid = valid[flags..];
        }
    }

    /// <inheritdoc/>
    public string Describe(long index) => $"sample {first + index} of {string.Join(" and ", parts.Select(part => part.Frames.Name))}";

    /// <summary>The clips <paramref name="from"/> to <c>from + count - 1</c>: how training, validation and test get clips of their own.</summary>
    /// <param name="from">The first clip of the part.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>A view; it is closed with what it was taken from.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or leaves the clips there are.</exception>
    public ArrayClips Slice(long from, long count) => from >= 0 && count >= 1 && from <= Count - count
        ? new(parts, Shape.InputFrames, first + from, count)
        : throw new ArgumentOutOfRangeException(nameof(from), $"{count} clips from clip {from} do not lie within clips 0 to {Count - 1}; a part needs at least one.");

    /// <summary>Closes the arrays that the clips are in.</summary>
    public void Dispose()
    {
        foreach (var (frames, _) in parts)
            frames.Dispose();
    }
}
