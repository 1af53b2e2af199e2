using System.Collections.Concurrent;
using PureHDF;

namespace SwinLSTM.Data;

/// <summary>What PureHDF reads a mapped file through. It guards what the library does not: every thread has a place of its own; nothing
/// outside the file is read; tables that lead in circles end in an exception before the stack or the patience does; and a user block before
/// the file is skipped.</summary>
internal sealed class Hdf5Stream(MemoryRun bytes, long userBlock) : Stream, IDatasetStream
{
    /// <summary>Reads that opening an object may take: far more than a real one needs, far fewer than a loop.</summary>
    public const long CallsForObject = 200_000;

    private const int MostStack = 128 << 10, MostAbsent = 1 << 20, MostSuperblock = 512;
    private readonly ThreadLocal<Cursor> cursors = new(() => new());
    private readonly ConcurrentDictionary<string, bool> outside = new(StringComparer.Ordinal);
    private volatile Hdf5Refusal? broken;

    /// <summary>The file.</summary>
    public MemoryRun Bytes => bytes;

    public override long Length => bytes.Length;
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

    /// <summary>Where values were read first since <see cref="Begin"/>; -1 if none were. And whether anything was.</summary>
    public (long Values, bool Touched) Seen => (Here.Values, Here.Touched);

    private Cursor Here => cursors.Value!;

    /// <summary>Begins an operation of this thread: it may take so many reads, and what it reads is noted anew.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Begin(long calls)
    {
        bytes.Hold().Dispose();
        (Here.CallsLeft, Here.Values, Here.Touched, Here.Stack) = (calls, -1, false, StackAt());
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        CheckDepth(Here);
        var to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Here.Position + offset, _ => Length + offset };
        return to >= 0 && to <= Length ? Here.Position = to
            : throw new Hdf5Refusal($"leads to byte {to}, outside the {Length} bytes of the file. It is damaged; fetch it again.");
    }

    public override int Read(Span<byte> buffer)
    {
        Copy(buffer);
        Here.Headers.See(buffer, outside);
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads values, of which the library tells by this method.</summary>
    public void ReadDataset(Span<byte> buffer)
    {
        var at = Copy(buffer);
        if (Here.Values < 0)
            Here.Values = at;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        bytes.Dispose();
        base.Dispose(disposing);
    }

    /// <returns>Where the bytes are.</returns>
    private long Copy(Span<byte> buffer)
    {
        var cursor = Here;
        CheckDepth(cursor);
        if (--cursor.CallsLeft < 0)
            throw new Hdf5Refusal("has tables that lead in circles. The file is damaged; fetch it again.");
        cursor.Touched = true;
        // The library looks for the beginning at byte 0; every address it finds there counts from the user block on.
        var at = cursor.Position < MostSuperblock ? cursor.Position + userBlock : cursor.Position;
        cursor.Position += buffer.Length;
        if (broken is null && (at < 0 || buffer.Length > Length - at))
        {
            var absent = new Hdf5Refusal($"needs {buffer.Length} bytes at byte {at}, but the file has only {Length}. It is damaged; " +
                "fetch it again.");
            broken = buffer.Length > MostAbsent ? absent : null;
            throw absent;
        }
        if (broken is not null)
            throw broken;
        using var held = bytes.Hold();
        held.Part(at, buffer.Length).CopyTo(buffer);
        return at;
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

    private sealed class Cursor
    {
        public readonly Hdf5Headers Headers = new();
        public long Position;
        public long CallsLeft = CallsForObject;
        public long Values = -1;
        public bool Touched;
        public nint Stack;
    }
}
