namespace SwinLSTM.Data;

/// <summary>The bytes of an array, wherever they are: in a mapped file, in managed or in native memory.</summary>
internal abstract class ArrayBytes : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Keeps the bytes where they are until what is returned is disposed. Allocates nothing, so that every read may do it.</summary>
    /// <exception cref="ObjectDisposedException">They are gone.</exception>
    public abstract HeldBytes Hold();

    public abstract void Dispose();
}
