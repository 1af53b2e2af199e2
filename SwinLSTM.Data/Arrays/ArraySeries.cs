namespace SwinLSTM.Data;

/// <summary>A series of frames in an <see cref="NdArray"/>: in memory, or read in place from a mapped file.</summary>
public sealed class ArraySeries : IFrameSeries, IDisposable
{
    private readonly ArrayFrames frames;

    internal ArraySeries(ArrayFrames frames) => this.frames = frames;

    /// <inheritdoc/>
    public long Length => frames.Time;

    /// <inheritdoc/>
    public FrameFormat Format => frames.Format;

    /// <inheritdoc/>
    public string Name => frames.Name;

    /// <inheritdoc/>
    public void Read(FrameRange range, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(range, values, valid);
        frames.Read(0, range, values, valid);
    }

    /// <summary>Closes the array that the frames are in.</summary>
    public void Dispose() => frames.Dispose();
}
