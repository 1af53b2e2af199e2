using System.IO.MemoryMappedFiles;

namespace SwinLSTM.Data;

/// <summary>
/// A file's bytes, mapped into memory for reading: opening costs no more for a large file than for a small one, and reading is a copy from
/// memory. Any number of threads may read. Disposing waits for nobody: the mapping goes with the last reader that is still at it, and
/// whoever comes later is refused.
/// </summary>
/// <remarks>The operating system ends the process when the file is cut short by somebody else in the meantime; files that are replaced by renaming are safe.</remarks>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly long shift; // from the mapping's beginning to the file's
    private volatile bool disposed;

    private MappedBytes(string path, long length, MemoryMappedFile? file)
    {
        (Path, Length, this.file) = (path, length, file);
        view = file?.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        shift = view?.PointerOffset ?? 0;
    }

    /// <summary>The file, as it was opened.</summary>
    public string Path { get; }

    /// <summary>How many bytes it has; it was as long when it was opened.</summary>
    public long Length { get; }

    /// <summary>Maps a whole file.</summary>
    /// <exception cref="IOException">The file cannot be read or mapped.</exception>
    public static MappedBytes Open(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        MemoryMappedFile? file = null;
        try
        {
            var length = RandomAccess.GetLength(handle);
            if (length == 0) // nothing to map, and nothing to read
                handle.Dispose();
            else
                file = MemoryMappedFile.CreateFromFile(handle, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new(path, length, file);
        }
        catch
        {
            file?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Copies bytes out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the file.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void CopyTo(long offset, Span<byte> destination)
    {
        using var bytes = Borrow(offset, destination.Length);
        bytes.Span.CopyTo(destination);
    }

    /// <summary>Bytes in place; they stay mapped until what is returned is disposed, even if this is disposed before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the file.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Borrowed Borrow(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > Length - count)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{Path} has {Length} bytes; {count} from {offset} were asked for.");
        if (disposed)
            throw Closed();
        return view is null ? default : new(this, view, offset, count);
    }

    public void Dispose()
    {
        disposed = true;
        view?.Dispose();
        file?.Dispose();
    }

    private ObjectDisposedException Closed() => new(nameof(MappedBytes), $"{Path} was closed and is read no more. Dispose it after its last reader.");

    /// <summary>Bytes that stay mapped as long as this is held.</summary>
    internal readonly ref struct Borrowed
    {
        private readonly System.Runtime.InteropServices.SafeBuffer? holder;

        public Borrowed(MappedBytes owner, MemoryMappedViewAccessor view, long offset, int count)
        {
            byte* start = null;
            try
            {
                // Counts this reader, or refuses where the last one has gone.
                view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            }
            catch (ObjectDisposedException)
            {
                throw owner.Closed();
            }
            holder = view.SafeMemoryMappedViewHandle;
            Span = new(start + owner.shift + offset, count);
        }

        public ReadOnlySpan<byte> Span { get; }

        public void Dispose() => holder?.ReleasePointer();
    }
}
