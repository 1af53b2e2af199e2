namespace SwinLSTM.Data;

/// <summary>Clips of one length in an <see cref="NdArray"/>, or in two of them, inputs and targets: in memory, or read in place from a mapped file.</summary>
public sealed class ArrayClips : ISequenceDataset, IDisposable
{
    private readonly (ArrayFrames Frames, int Count)[] parts; // one behind the other in each sample

    internal ArrayClips((ArrayFrames Frames, int Count)[] parts, int inputFrames)
    {
        (this.parts, Count) = (parts, parts[0].Frames.Samples);
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
            frames.Read(sample.Index, new(0, count), values[..bytes], valid[..flags]);
            values = values[bytes..];
            valid = valid[flags..];
        }
    }

    /// <inheritdoc/>
    public string Describe(long index) => $"sample {index} of {string.Join(" and ", parts.Select(part => part.Frames.Name))}";

    /// <summary>Closes the arrays that the clips are in.</summary>
    public void Dispose()
    {
        foreach (var (frames, _) in parts)
            frames.Dispose();
    }
}
