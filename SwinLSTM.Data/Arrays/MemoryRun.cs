using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SwinLSTM.Data;

/// <summary>A run of bytes that stays where it is: a mapped file, memory of our own, or managed memory that is pinned. Any number of
/// threads may read. Disposing waits for nobody: the bytes go with the last reader that is still at them, and whoever comes later is
/// refused.</summary>
/// <remarks>The operating system ends the process when a mapped file is cut short by somebody else; files that are replaced by renaming are
/// safe.</remarks>
internal sealed unsafe class MemoryRun : SafeHandle
{
    private readonly Action release;

    private MemoryRun(string name, void* start, long length, Action release)
        : base(0, ownsHandle: true)
    {
        (Name, Length, this.release) = (name, length, release);
        SetHandle((nint)start);
    }

    /// <summary>What it holds, for messages.</summary>
    public string Name { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>Maps a whole file for reading: opening a large one costs no more than a small one.</summary>
    /// <exception cref="IOException">The file cannot be read or mapped.</exception>
    public static MemoryRun Map(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete,
            FileOptions.RandomAccess);
        return Map(path, handle);
    }

    /// <summary>Maps a whole file that is open; it stays mapped when the handle is closed.</summary>
    /// <exception cref="IOException">The file cannot be read or mapped.</exception>
    public static MemoryRun Map(string path, SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        if (length == 0) // nothing to map, and nothing to read
            return Allocate(path, 0);
        using var file = MemoryMappedFile.CreateFromFile(handle, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None,
            leaveOpen: true);
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new(path, start + view.PointerOffset, length, () =>
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        });
    }

    /// <summary>Takes memory outside the managed heap, of any content; whoever takes it fills it before anybody reads.</summary>
    public static MemoryRun Allocate(string name, long length)
    {
        var start = NativeMemory.Alloc((nuint)Math.Max(1, length));
        return new(name, start, length, () => NativeMemory.Free(start));
    }

    /// <summary>Pins managed memory, which stays shared with whoever gave it.</summary>
    public static MemoryRun Pin<T>(string name, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        var pinned = values.Pin();
        return values.IsEmpty ? Allocate(name, 0) : new(name, pinned.Pointer, (long)values.Length * Unsafe.SizeOf<T>(), pinned.Dispose);
    }

    /// <summary>Keeps the bytes until what is returned is disposed. Allocates nothing, so that every read may do it.</summary>
    /// <exception cref="ObjectDisposedException">They are gone.</exception>
    public Held Hold()
    {
        try
        {
            var added = false;
            DangerousAddRef(ref added);
            return new(this);
        }
        catch (ObjectDisposedException)
        {
            throw new ObjectDisposedException(nameof(NdArray), $"{Name} was closed and is read no more. Dispose it after its last reader.");
        }
    }

    protected override bool ReleaseHandle()
    {
        release();
        return true;
    }

    /// <summary>Bytes that stay as long as this is held.</summary>
    public readonly ref struct Held(MemoryRun run)
    {
        /// <summary>The first byte.</summary>
        public byte* Start { get; } = (byte*)run.handle;

        /// <summary>Some of the bytes.</summary>
        public Span<byte> Part(long offset, long count) => offset >= 0 && count >= 0 && offset <= run.Length - count
            ? new(Start + offset, checked((int)count))
            : throw new ArgumentOutOfRangeException(nameof(offset), $"{run.Name} has {run.Length} bytes; {count} from {offset} were " +
                "asked for.");

        public void Dispose() => run.DangerousRelease();
    }
}
