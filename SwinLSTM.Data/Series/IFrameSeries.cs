namespace SwinLSTM.Data;

/// <summary>
/// Frames in the order of time, without a gap: a video, a year of weather, the frames of one event. <see cref="FrameWindows"/> cuts it into
/// samples. Any number of threads may read it at once.
/// </summary>
public interface IFrameSeries
{
    /// <summary>How many frames there are.</summary>
    long Length { get; }

    /// <summary>What each frame is.</summary>
    FrameFormat Format { get; }

    /// <summary>What messages call it: its file, and its part there.</summary>
    string Name { get; }

    /// <summary>Writes frames [count, C, H, W].</summary>
    /// <param name="range">Which frames.</param>
    /// <param name="values">Receives the values, in the type of <see cref="Format"/> and the byte order of this machine; exactly as many bytes.</param>
    /// <param name="valid">Receives a byte a value, 1 where it was measured and 0 where it is missing; empty where frames are not masked.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such frames.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Read(FrameRange range, Span<byte> values, Span<byte> valid);
}
