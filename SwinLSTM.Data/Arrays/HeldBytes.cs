using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>Bytes that stay where they are as long as this is held.</summary>
internal readonly unsafe ref struct HeldBytes
{
    private readonly MappedBytes.Borrowed mapped;
    private readonly MemoryHandle pinned;
    private readonly SafeHandle? counted;

    public HeldBytes(MappedBytes.Borrowed mapped)
    {
        this.mapped = mapped;
        Start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(mapped.Span));
    }

    public HeldBytes(MemoryHandle pinned)
    {
        this.pinned = pinned;
        Start = (byte*)pinned.Pointer;
    }

    public HeldBytes(SafeHandle counted)
    {
        var added = false;
        counted.DangerousAddRef(ref added);
        this.counted = counted;
        Start = (byte*)counted.DangerousGetHandle();
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    /// <summary>The first bytes, of which there are as many.</summary>
    public ReadOnlySpan<byte> First(long count) => new(Start, checked((int)count));

    public void Dispose()
    {
        mapped.Dispose();
        pinned.Dispose();
        counted?.DangerousRelease();
    }
}
