using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SwinLSTM.Data;

/// <summary>
/// A prepared file while it is being written, beside its place: as long as it will be, and behind its end two records of how far it has come.
/// The records are written in turn, each after what it speaks of is on the disk, so that one of them is right whenever the power goes.
/// Only one writer can have it open.
/// </summary>
internal sealed class PreparedPart : IDisposable
{
    private const int RecordBytes = 40, RecordSpace = 4096;
    private static ReadOnlySpan<byte> Mark => "prepared"u8;

    private readonly PreparedLayout layout;
    private readonly SafeFileHandle file;
    private long serial, recorded;
    private (uint Frames, uint Valid) checksums;

    private PreparedPart(string path, PreparedLayout layout, SafeFileHandle file) => (Path, this.layout, this.file) = (path, layout, file);

    public string Path { get; }

    /// <summary>Frames that are written.</summary>
    public long Frames { get; private set; }

    /// <summary>Goes on with what is there, or begins.</summary>
    /// <param name="path">The file beside the target.</param>
    /// <param name="layout">Of the file to be.</param>
    /// <param name="restart">Whether to begin in any case.</param>
    /// <exception cref="InvalidOperationException">What is there was begun from something else.</exception>
    /// <exception cref="IOException">Another writer has it, or the disk is full.</exception>
    public static PreparedPart Open(string path, PreparedLayout layout, bool restart)
    {
        var part = new PreparedPart(path, layout, OpenAlone(path, layout.Length + (2 * RecordSpace)));
        try
        {
            if (restart || !part.Resume())
                part.Begin();
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Writes the next frames.</summary>
    public void Append(int frames, ReadOnlySpan<byte> values, ReadOnlySpan<byte> valid)
    {
        RandomAccess.Write(file, values, layout.FramesAt + (Frames * layout.Frame.Bytes));
        RandomAccess.Write(file, valid, layout.ValidAt + (layout.Frame.Masked ? Frames * layout.Frame.Values : 0));
        checksums = (Crc32.Add(checksums.Frames, values), Crc32.Add(checksums.Valid, valid));
        Frames += frames;
    }

    /// <summary>Puts what is written so far on the disk, and then the record of it.</summary>
    public void Record()
    {
        if (recorded == Frames)
            return;
        RandomAccess.FlushToDisk(file);
        Span<byte> record = stackalloc byte[RecordBytes];
        Mark.CopyTo(record);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], ++serial);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], Frames);
        BinaryPrimitives.WriteUInt32LittleEndian(record[24..], checksums.Frames);
        BinaryPrimitives.WriteUInt32LittleEndian(record[28..], checksums.Valid);
        BinaryPrimitives.WriteUInt32LittleEndian(record[32..], Crc32.Add(0, record[..32]));
        RandomAccess.Write(file, record, layout.Length + (serial % 2 * RecordSpace));
        recorded = Frames;
    }

    /// <summary>Reads back a frame that is written.</summary>
    public void ReadFrame(long frame, Span<byte> values) => ReadFully(layout.FramesAt + (frame * layout.Frame.Bytes), values);

    /// <summary>Makes it a whole prepared file, all of it on the disk.</summary>
    public void Finish()
    {
        Record();
        RandomAccess.Write(file, layout.Tail(checksums.Frames, checksums.Valid), layout.TailAt);
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, checksums.Frames);
        RandomAccess.Write(file, checksum, layout.ChecksumsAt.Frames);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, checksums.Valid);
        if (layout.Frame.Masked)
            RandomAccess.Write(file, checksum, layout.ChecksumsAt.Valid);
        RandomAccess.FlushToDisk(file);
        RandomAccess.SetLength(file, layout.Length);
        RandomAccess.FlushToDisk(file);
    }

    public void Dispose() => file.Dispose();

    private static SafeFileHandle OpenAlone(string path, long bytes)
    {
        var there = File.Exists(path);
        try
        {
            // A new file takes its place on the disk at once: a full disk shows now, not after hours.
            return there
                ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                : File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, preallocationSize: bytes);
        }
        catch (IOException e) when (there && e.GetType() == typeof(IOException))
        {
            throw new IOException($"{path} cannot be opened for writing alone: {e.Message} Wait until the other program that prepares it has ended.", e);
        }
    }

    private void Begin()
    {
        RandomAccess.SetLength(file, 0);
        RandomAccess.SetLength(file, layout.Length + (2 * RecordSpace));
        RandomAccess.Write(file, layout.Head, 0);
        RandomAccess.Write(file, layout.Middle, layout.FramesAt + layout.FramesBytes);
        (Frames, recorded, serial, checksums) = (0, -1, 0, layout.FirstChecksums);
        Record();
    }

    /// <returns>Whether there is a record to go on from.</returns>
    private bool Resume()
    {
        // The records stand behind the end of the file to be, wherever that is: a file for something else has another.
        var length = RandomAccess.GetLength(file);
        if (length <= 2 * RecordSpace)
            return false;
        Span<byte> record = stackalloc byte[RecordBytes];
        for (var slot = 0; slot < 2; slot++)
        {
            ReadFully(length - ((2 - slot) * RecordSpace), record);
            var at = BinaryPrimitives.ReadInt64LittleEndian(record[8..]);
            if (!record.StartsWith(Mark) || at <= serial || BinaryPrimitives.ReadUInt32LittleEndian(record[32..]) != Crc32.Add(0, record[..32]))
                continue;
            (serial, Frames) = (at, BinaryPrimitives.ReadInt64LittleEndian(record[16..]));
            checksums = (BinaryPrimitives.ReadUInt32LittleEndian(record[24..]), BinaryPrimitives.ReadUInt32LittleEndian(record[28..]));
        }
        if (serial == 0)
            return false;
        if (length != layout.Length + (2 * RecordSpace) || Frames < 0 || Frames > layout.Frames || !HasSameHead())
            throw new InvalidOperationException($"{Path} was begun from other sources or with other settings than these. Delete it, or prepare with Restart.");
        recorded = Frames;
        return true;
    }

    private bool HasSameHead()
    {
        var head = new byte[layout.Head.Length];
        ReadFully(0, head);
        head.AsSpan((int)layout.ChecksumsAt.Frames, 4).Clear();
        return head.AsSpan().SequenceEqual(layout.Head);
    }

    private void ReadFully(long at, Span<byte> bytes)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var got = RandomAccess.Read(file, bytes[read..], at + read);
            if (got == 0)
                throw new IOException($"{Path} ends before byte {at + bytes.Length}; another program has cut it short. Delete it and prepare again.");
            read += got;
        }
    }
}
