using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

// A ring of native memory, one for each thread, for what lists point to while an operator runs. An operator's
// arguments together are far smaller than the ring, so no call overwrites its own. A list too long for the ring makes
// a larger one; the old one stays, because an argument of the same call may point into it.
internal sealed unsafe class Scratch
{
    [ThreadStatic] private static Scratch? mine;
    private readonly List<IntPtr> blocks = [];
    private long* ring;
    private int room, used;

    ~Scratch() { foreach (var block in blocks) NativeMemory.Free((void*)block); }

    public static long* Take(int count) => (mine ??= new Scratch()).Next(count);

    public static IntPtr* Handles(ReadOnlySpan<Tensor?> tensors)
    {
        var handles = (IntPtr*)Take(tensors.Length);
        for (var k = 0; k < tensors.Length; k++) handles[k] = tensors[k]?.Handle ?? 0;
        return handles;
    }

    private long* Next(int count)
    {
        if (count > room / 8)
        {
            room = Math.Max(4096, 16 * count);
            ring = (long*)NativeMemory.Alloc((nuint)room, sizeof(long));
            blocks.Add((IntPtr)ring);
            used = 0;
        }
        if (used + count > room) used = 0;
        used += count;
        return ring + used - count;
    }
}
