using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SwinLSTM.Data;

/// <summary>Copies series into a folder of prepared frames, some blocks at a time and in order, so that memory stays bounded. How far it
/// has come is recorded after what it speaks of is on the disk: the record is right whenever the power goes.</summary>
internal sealed class PreparedWriter
{
    private const long BlocksPerRecord = 8;
    private const string RecordName = "progress.txt"; // frames that are done, and the description to be
    private readonly string folder, part;
    private readonly IReadOnlyList<IFrameSeries> series;
    private readonly PrepareOptions options;
    private readonly IProgress<PrepareProgress>? progress;
    private readonly FrameShape frame;
    private readonly byte[] about, clips, header;
    private readonly int frameBytes;
    private readonly long total;
    private long written, recorded;

    public PreparedWriter(string folder, IReadOnlyList<IFrameSeries> series, SequenceShape? samples, PrepareOptions? options,
            IProgress<PrepareProgress>? progress)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (this.options = options ?? new()).Check();
        this.folder = Path.TrimEndingDirectorySeparator(folder);
        (part, this.series, this.progress, frame) = (this.folder + ".part", series, progress, series.OneFrame());
        if (series.FirstOrDefault(one => one.Length < 1) is { } empty)
            throw new ArgumentException($"{empty.Name} has no frames; leave it out.", nameof(series));
        about = new PreparedAbout(this.options.Source, samples, [.. series.Select(one => one.Name)]).ToJson();
        var end = 0L;
        var starts = series.SelectMany(one => (long[])[(end += one.Length) - one.Length, one.Length]).ToArray();
        total = end;
        clips = [.. NpyHeader.Write(StoredNumber.Of(typeof(long)), [series.Count, 2]), .. MemoryMarshal.AsBytes<long>(starts)];
        var stored = StoredNumber.Of(this.options.Storage == FrameStorage.Bytes ? typeof(byte) : typeof(float));
        header = NpyHeader.Write(stored, [total, frame.Channels, frame.Height, frame.Width]);
        frameBytes = frame.Values * stored.Bytes;
    }

    /// <summary>Frames of one series that are read at once, and their place among all.</summary>
    private readonly record struct Block(IFrameSeries Series, long First, int Count, long At);

    private long FileBytes => header.Length + (total * frameBytes);

    /// <summary>Writes what is not yet written, and puts the folder in its place.</summary>
    public void Run(CancellationToken cancellation)
    {
        // An empty folder is as good as none; what holds anything else than prepared frames is never replaced.
        string?[] there = Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)] : [];
        if (File.Exists(folder) || (there.Length > 0 && !there.Contains(PreparedAbout.FileName))
            || there.Except([PreparedFrames.FramesName, PreparedFrames.ClipsName, PreparedAbout.FileName]).Any())
            throw new IOException($"{folder} is there already and is not, or not only, a folder of prepared frames, so it is never " +
                "replaced. Choose another name.");
        if (there.Length == 0 || options.Overwrite)
        {
            WritePart(cancellation);
            Replace();
        }
        else
        {
            var frames = Path.Combine(folder, PreparedFrames.FramesName);
            using var file = File.Exists(frames) ? File.OpenHandle(frames) : null;
            if (file is null || !IsFromTheSame(folder, file, ReadIfThere(Path.Combine(folder, PreparedAbout.FileName))))
                throw new IOException($"{folder} is there already and was made from something else. Delete it, choose another name, or " +
                    "replace it (Overwrite; --force).");
        }
        Report(total, series[^1]);
    }

    private void Replace()
    {
        var old = $"{folder}.{Guid.NewGuid():N}.old";
        if (Path.Exists(folder))
            Directory.Move(folder, old);
        Directory.Move(part, folder);
        File.Delete(Path.Combine(folder, RecordName)); // until now, so that a call that ended here only has to rename
        if (Path.Exists(old))
            Directory.Delete(old, recursive: true);
    }

    /// <summary>Whether a folder with these frames and this description is made from the same.</summary>
    private bool IsFromTheSame(string path, SafeFileHandle frames, ReadOnlySpan<byte> description)
    {
        var start = new byte[header.Length];
        return RandomAccess.GetLength(frames) == FileBytes && RandomAccess.Read(frames, start, 0) == start.Length
            && start.AsSpan().SequenceEqual(header) && description.SequenceEqual(about)
            && ReadIfThere(Path.Combine(path, PreparedFrames.ClipsName)).AsSpan().SequenceEqual(clips);
    }

    private static byte[] ReadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];

    private void WritePart(CancellationToken cancellation)
    {
        Directory.CreateDirectory(part);
        using (var file = OpenAlone(Path.Combine(part, PreparedFrames.FramesName)))
        {
            if (options.Restart || !Resume(file))
            {
                File.Delete(Path.Combine(part, PreparedAbout.FileName)); // it is whole no more
                AtomicFile.Write(Path.Combine(part, PreparedFrames.ClipsName), stream => stream.Write(clips));
                RandomAccess.SetLength(file, FileBytes);
                RandomAccess.Write(file, header, 0);
            }
            try
            {
                Copy(file, cancellation);
            }
            finally
            {
                Record(file);
            }
        }
        AtomicFile.Write(Path.Combine(part, PreparedAbout.FileName), stream => stream.Write(about)); // now it is whole
    }

    private SafeFileHandle OpenAlone(string path)
    {
        try
        {
            // A new file takes its place on the disk at once: a full disk shows now, not after hours.
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                : File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, preallocationSize: FileBytes);
        }
        catch (IOException e) when (File.Exists(path) && e.GetType() == typeof(IOException))
        {
            throw new IOException($"{path} cannot be opened for writing alone: {e.Message} Wait until the other program that prepares it " +
                "has ended.", e);
        }
    }

    /// <returns>Whether there is something to go on from.</returns>
    /// <exception cref="InvalidOperationException">What is there was begun from something else.</exception>
    private bool Resume(SafeFileHandle file)
    {
        var record = ReadIfThere(Path.Combine(part, RecordName));
        var end = record.AsSpan().IndexOf((byte)'\n');
        if (end < 0 || !long.TryParse(record.AsSpan(0, end), CultureInfo.InvariantCulture, out var frames) || frames < 1
            || RandomAccess.GetLength(file) == 0)
            return false;
        if (!IsFromTheSame(part, file, record.AsSpan(end + 1)) || frames > total)
            throw Other("sources or with other settings than these");
        // Names and lengths may stay while content changes: the last frame that an earlier call wrote is read again.
        var (there, again, last) = (new byte[frameBytes], new byte[frameBytes], Blocks(frames - 1, 1).First());
        RandomAccess.Read(file, there, header.Length + (last.At * frameBytes));
        Read(last, again);
        if (!again.AsSpan().SequenceEqual(there))
            throw Other($"frames: the last one in it, of {last.Series.Name}, reads differently now");
        (written, recorded) = (frames, frames);
        return true;

        InvalidOperationException Other(string what) => new($"{part} was begun from other {what}. Delete it, or prepare with Restart.");
    }

    private void Copy(SafeFileHandle file, CancellationToken cancellation)
    {
        var most = (int)Math.Clamp(options.BlockBytes / frameBytes, 1, Math.Min(series.Max(one => one.Length),
            Array.MaxLength / frameBytes));
        var rooms = Enumerable.Range(0, options.Readers).Select(_ => new byte[most * frameBytes]).ToArray();
        Report(written, series[0]);
        foreach (var together in Blocks(written, most).Chunk(options.Readers))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Parallel.For(0, together.Length, i => Read(together[i], rooms[i]));
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }
            foreach (var (i, block) in together.Index())
            {
                RandomAccess.Write(file, rooms[i].AsSpan(0, block.Count * frameBytes), header.Length + (block.At * frameBytes));
                written = block.At + block.Count;
            }
            if ((written - recorded) * frameBytes >= BlocksPerRecord * options.BlockBytes)
                Record(file);
            Report(written, together[^1].Series);
        }
    }

    private IEnumerable<Block> Blocks(long from, int most)
    {
        var start = 0L;
        foreach (var one in series)
        {
            for (var first = Math.Max(0, from - start); first < one.Length; first += most)
                yield return new(one, first, (int)Math.Min(most, one.Length - first), start + first);
            start += one.Length;
        }
    }

    private void Read(Block block, byte[] room)
    {
        using var frames = new Rented<float>(block.Count * frame.Values);
        block.Series.Read(new(block.First, block.Count), frames.Span);
        if (options.Storage == FrameStorage.Float32)
            MemoryMarshal.AsBytes(frames.Span).CopyTo(room);
        else if (UnitBytes.FromFloats(frames.Span, room) is >= 0 and var bad)
            throw new InvalidDataException($"Frame {block.First + (bad / frame.Values)} of {block.Series.Name} has the value " +
                $"{frames.Span[bad]}; stored as bytes are values from 0 to 1, none missing. Store them as Float32.");
    }

    /// <summary>Puts what is written so far on the disk, and then the record of it.</summary>
    private void Record(SafeFileHandle file)
    {
        if (recorded == written)
            return;
        RandomAccess.FlushToDisk(file);
        AtomicFile.Write(Path.Combine(part, RecordName), stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes($"{written}\n"));
            stream.Write(about);
        });
        recorded = written;
    }

    private void Report(long frames, IFrameSeries last) => progress?.Report(new(frames, total, frames * frameBytes, last.Name));
}
