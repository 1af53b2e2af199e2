namespace SwinLSTM.Data;

/// <summary>Frames in the order of time, evenly apart: a video, a year of weather, the frames of one event. <see cref="FrameWindows"/> cuts
/// it into samples. Any number of threads may read it at once.</summary>
public interface IFrameSeries
{
    /// <summary>How many frames there are.</summary>
    long Length { get; }

    /// <summary>The shape of each frame.</summary>
    FrameShape Frame { get; }

    /// <summary>What messages call it: its file, and its part there.</summary>
    string Name { get; }

    /// <summary>Reads frames <c>[count, C, H, W]</c>.</summary>
    /// <param name="range">Which frames.</param>
    /// <param name="frames">
    /// Receives the values, NaN where one is missing: exactly as many as the frames have, whatever they held before.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such frames.</exception>
    /// <exception cref="ArgumentException"><paramref name="frames"/> has another length.</exception>
    void Read(FrameRange range, Span<float> frames);
}

/// <summary>Frames of a series: <c>First, First + Step, ...</c>, <c>Count</c> of them.</summary>
/// <param name="First">The first frame, from 0.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Step">From one to the next, at least 1.</param>
public readonly record struct FrameRange(long First, int Count, int Step = 1)
{
    /// <summary>The last frame.</summary>
    public long Last => First + ((Count - 1L) * Step);

    /// <summary>Returns the range for messages.</summary>
    public override string ToString() => Count == 1 ? $"frame {First}" : $"frames {First} to {Last}{(Step == 1 ? "" : $" ({Step} apart)")}";
}
