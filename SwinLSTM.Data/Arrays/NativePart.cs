using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Memory of our own outside the managed heap, which can be larger than an array and grows as data come.</summary>
internal sealed unsafe class NativePart : ArrayBytes
{
    private readonly string name;
    private readonly Block block = new();
    private long length;

    /// <param name="name">What it holds, for the message to whoever comes too late.</param>
    /// <param name="length">How many bytes, of any value.</param>
    public NativePart(string name, long length)
    {
        this.name = name;
        Resize(length);
    }

    public override long Length => length;

    public override HeldBytes Hold()
    {
        try
        {
            return new(block);
        }
        catch (ObjectDisposedException)
        {
            throw new ObjectDisposedException(nameof(NdArray), $"{name} was closed and is read no more. Dispose it after its last reader.");
        }
    }

    /// <summary>Some of the bytes, for whoever fills them before anybody reads.</summary>
    public Span<byte> Part(long offset, int count) => offset >= 0 && count >= 0 && offset <= length - count
        ? new((byte*)block.DangerousGetHandle() + offset, count)
        : throw new ArgumentOutOfRangeException(nameof(offset));

    /// <summary>Makes it longer or shorter; what is there stays. Only before anybody reads.</summary>
    public void Resize(long newLength) => block.Resize(length = newLength);

    public override void Dispose() => block.Dispose();

    private sealed class Block() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public void Resize(long length) => SetHandle((nint)NativeMemory.Realloc((void*)handle, (nuint)Math.Max(1, length)));

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
