using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using PureHDF;

namespace SwinLSTM.Data;

/// <summary>What PureHDF reads a file through. It guards what the library does not: every thread has a place of its own; nothing outside
/// the file is read; tables that lead in circles end in an exception before the stack or the patience does; and a user block before the
/// file is skipped.</summary>
internal sealed class Hdf5Stream : Stream, IDatasetStream
{
    /// <summary>Reads that opening an object may take: far more than a real one needs, far fewer than a loop.</summary>
    public const long CallsForObject = 200_000;

    private const int PageBytes = 8192;
    private const int MostStack = 128 << 10;
    private const int MostAbsent = 1 << 20;
    private const int MostSuperblock = 512;
    private readonly SafeFileHandle handle;
    private readonly long userBlock;
    private readonly ThreadLocal<Cursor> cursors = new(() => new());
    private volatile Hdf5Refusal? broken;
    private volatile bool disposed;

    public Hdf5Stream(SafeFileHandle handle, long userBlock)
    {
        (this.handle, this.userBlock) = (handle, userBlock);
        Length = RandomAccess.GetLength(handle);
    }

    public override long Length { get; }
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;

    public override long Position
    {
        get => Here.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Whether so much was asked for that is not there that nothing more of the file is read. The library allocates what a header
    /// announces, up to 2 GiB, before it reads: it shall do that once.</summary>
    public bool Broken => broken is not null;

    /// <summary>Names of links into other files that were seen so far.</summary>
    public ICollection<string> LinksOutside => outside.Keys;

    private readonly ConcurrentDictionary<string, bool> outside = new(StringComparer.Ordinal);

    private Cursor Here
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return cursors.Value!;
        }
    }

    /// <summary>Begins an operation of this thread: it may take so many reads, and what it reads is noted anew.</summary>
    public void Begin(long calls)
    {
        var cursor = Here;
        (cursor.CallsLeft, cursor.Values, cursor.Touched, cursor.Stack) = (calls, -1, false, StackAt());
        cursor.Headers.BeforeLzf = -1;
    }

    /// <summary>Where values were read first since <see cref="Begin"/>; -1 if none were. And whether anything was.</summary>
    public (long Values, bool Touched) Seen => (Here.Values, Here.Touched);

    /// <summary>What values went through before LZF, by the header read last: 0 nothing, else shuffling by so many bytes; -1 where there
    /// was no LZF.</summary>
    public int BeforeLzf => Here.Headers.BeforeLzf;

    public override long Seek(long offset, SeekOrigin origin)
    {
        var cursor = Here;
        CheckDepth(cursor);
        var to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => cursor.Position + offset, _ => Length + offset };
        return to >= 0 && to <= Length ? cursor.Position = to
            : throw new Hdf5Refusal($"leads to byte {to}, outside the {Length} bytes of the file. It is damaged; fetch it again.");
    }

    public override int Read(Span<byte> buffer)
    {
        ReadPaged(Use(buffer.Length), buffer);
        Here.Headers.See(buffer, outside);
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads values, of which the library tells by this method.</summary>
    public void ReadDataset(Span<byte> buffer)
    {
        var at = Use(buffer.Length);
        if (Here.Values < 0)
            Here.Values = at;
        ReadPaged(at, buffer);
    }

    /// <summary>Reads bytes of the file.</summary>
    public void ReadAt(long at, Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Check(at, buffer.Length);
        Fill(at, buffer);
    }

    /// <summary>Reads bytes of the file, from small pages where they are few, as those of headers are.</summary>
    private void ReadPaged(long at, Span<byte> buffer)
    {
        if (broken is null && buffer.Length > MostAbsent && buffer.Length > Length - at)
            broken = Absent(at, buffer.Length);
        if (broken is not null)
            throw broken;
        Check(at, buffer.Length);
        var cursor = Here;
        while (buffer.Length > 0)
        {
            if (buffer.Length >= PageBytes)
            {
                Fill(at, buffer);
                return;
            }
            var inside = at - cursor.PageStart;
            if (cursor.PageStart < 0 || inside < 0 || inside >= PageBytes)
            {
                cursor.PageStart = -1;
                var start = at / PageBytes * PageBytes;
                Fill(start, cursor.Page.AsSpan(0, (int)Math.Min(PageBytes, Length - start)));
                (cursor.PageStart, inside) = (start, at - start);
            }
            var part = Math.Min(buffer.Length, PageBytes - (int)inside);
            cursor.Page.AsSpan((int)inside, part).CopyTo(buffer);
            at += part;
            buffer = buffer[part..];
        }
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        disposed = true;
        handle.Dispose();
        base.Dispose(disposing);
    }

    private void Check(long at, int bytes)
    {
        if (at < 0 || bytes > Length - at)
            throw Absent(at, bytes);
    }

    private Hdf5Refusal Absent(long at, int bytes) =>
        new($"needs {bytes} bytes at byte {at}, but the file has only {Length}. It is damaged; fetch it again.");

    private long Use(int bytes)
    {
        var cursor = Here;
        CheckDepth(cursor);
        if (--cursor.CallsLeft < 0)
            throw new Hdf5Refusal("has tables that lead in circles. The file is damaged; fetch it again.");
        cursor.Touched = true;
        var at = cursor.Position;
        cursor.Position += bytes;
        // The library looks for the beginning at byte 0; every address it finds there counts from the user block on.
        return at < MostSuperblock ? at + userBlock : at;
    }

    /// <summary>What calls itself over and over, such as for a link that leads to itself, reads on the way and so comes by here.</summary>
    private static void CheckDepth(Cursor cursor)
    {
        if (cursor.Stack - StackAt() > MostStack)
            throw new Hdf5Refusal("has links or tables that lead in circles. The file is damaged; fetch it again.");
    }

    private static unsafe nint StackAt()
    {
        byte here;
        return (nint)(&here);
    }

    private void Fill(long at, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var got = RandomAccess.Read(handle, buffer, at);
            if (got == 0)
                throw new IOException("The HDF5 file became shorter while it was read.");
            at += got;
            buffer = buffer[got..];
        }
    }

    private sealed class Cursor
    {
        public readonly byte[] Page = new byte[PageBytes];
        public readonly Hdf5Headers Headers = new();
        public long Position;
        public long PageStart = -1;
        public long CallsLeft = CallsForObject;
        public long Values = -1;
        public bool Touched;
        public nint Stack;
    }
}
