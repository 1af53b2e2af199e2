namespace SwinLSTM.Data;

/// <summary>Frames one after another, from a process that decodes them. For one thread at a time.</summary>
internal abstract class FrameSource : IDisposable
{
    /// <summary>The number of the frame that comes next.</summary>
    public long Position { get; protected set; }

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">Receives it, [C, H, W]; empty passes over it.</param>
    /// <exception cref="InvalidDataException">It cannot be decoded, or is not there.</exception>
    /// <exception cref="IOException">Its file cannot be read, or ffmpeg cannot be run.</exception>
    public abstract void Next(Span<byte> frame);

    public abstract void Dispose();
}
