using System.Runtime.CompilerServices;

namespace SwinLSTM.Data;

/// <summary>Managed memory, shared with whoever gave it.</summary>
/// <param name="values">The memory.</param>
internal sealed class ManagedPart<T>(ReadOnlyMemory<T> values) : ArrayBytes
    where T : unmanaged
{
    public override long Length => (long)values.Length * Unsafe.SizeOf<T>();

    public override HeldBytes Hold() => new(values.Pin());

    public override void Dispose()
    {
    }
}
