using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace SwinLSTM.Data;

/// <summary>
/// Copies series into a folder of prepared frames, block by block in order, while the next blocks are read; memory is a fixed number of blocks.
/// How far it has come is recorded after what it speaks of is on the disk, so that the record is right whenever the power goes.
/// </summary>
internal sealed class PreparedWriter
{
    private const int BlocksPerRecord = 8;
    private const string RecordName = "progress.json";
    private readonly string folder, part;
    private readonly IReadOnlyList<IFrameSeries> series;
    private readonly PrepareOptions options;
    private readonly IProgress<PrepareProgress>? progress;
    private readonly FrameShape frame;
    private readonly Places places;
    private readonly PreparedAbout about;
    private readonly byte[] clips, header;
    private readonly int frameBytes;
    private Crc32 checksum = new();
    private long written, recorded = -1;

    public PreparedWriter(string folder, IReadOnlyList<IFrameSeries> series, SequenceShape? samples, PrepareOptions options, IProgress<PrepareProgress>? progress)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options.Check();
        Check(series);
        this.folder = Path.TrimEndingDirectorySeparator(folder);
        (part, this.series, this.options, this.progress, frame) = (this.folder + ".part", series, options, progress, series[0].Frame);
        places = new(series.Select(one => one.Length));
        about = new(options.Source, samples?.InputFrames ?? 0, samples?.TargetFrames ?? 0, samples?.TargetChannels ?? 0, [.. series.Select(one => one.Name)]);
        var starts = Enumerable.Range(0, series.Count).SelectMany(i => (long[])[places.Before(i), series[i].Length]).ToArray();
        clips = [.. NpyHeader.Write(StoredNumber.Of(typeof(long)), [series.Count, 2]), .. MemoryMarshal.AsBytes<long>(starts)];
        var stored = StoredNumber.Of(options.Storage == FrameStorage.Bytes ? typeof(byte) : typeof(float));
        header = NpyHeader.Write(stored, [places.Count, frame.Channels, frame.Height, frame.Width]);
        frameBytes = frame.Values * stored.Bytes;
    }

    private readonly record struct Block(long First, int Count, byte[] Bytes);

    /// <summary>Writes what is not yet written, and puts the folder in its place.</summary>
    public void Run(CancellationToken cancellation)
    {
        if (Path.Exists(folder) && !options.Overwrite)
        {
            if (!IsWhole(folder))
                throw new IOException($"{folder} is there already and was made from something else. Delete it, choose another name, or prepare with Overwrite.");
        }
        else
        {
            // An earlier call may have ended between the last byte and the renaming.
            if (options.Restart || !IsWhole(part))
                WritePart(cancellation);
            if (Path.Exists(folder))
                Replace();
            else
                Directory.Move(part, folder);
        }
        progress?.Report(new(places.Count, places.Count, places.Count * frameBytes, series[^1].Name));
    }

    private static void Check(IReadOnlyList<IFrameSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("At least one series of frames is prepared; none was given.", nameof(series));
        foreach (var one in series)
        {
            if (one.Length < 1)
                throw new ArgumentException($"{one.Name} has no frames; leave it out.", nameof(series));
            if (one.Frame != series[0].Frame)
                throw new ArgumentException($"All series of a folder have frames of one shape; {series[0].Name} has {series[0].Frame}, {one.Name} has {one.Frame}. " +
                    "Resize one of them, or use a folder for each.", nameof(series));
        }
    }

    private void Replace()
    {
        var old = $"{folder}.{Guid.NewGuid():N}.old";
        Directory.Move(folder, old);
        Directory.Move(part, folder);
        Directory.Delete(old, recursive: true);
    }

    /// <summary>Whether a folder is there, whole, and made from the same.</summary>
    private bool IsWhole(string path)
    {
        try
        {
            using (PreparedFrames.Open(path))
            using (var file = File.OpenHandle(Path.Combine(path, PreparedFrames.FramesName)))
                return IsFromTheSame(path, file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    private bool IsFromTheSame(string path, SafeFileHandle frames)
    {
        var start = new byte[header.Length];
        return RandomAccess.Read(frames, start, 0) == start.Length && start.AsSpan().SequenceEqual(header)
            && (PreparedAbout.Read(path) with { Checksum = null }).ToJson().AsSpan().SequenceEqual(about.ToJson())
            && File.ReadAllBytes(Path.Combine(path, PreparedFrames.ClipsName)).AsSpan().SequenceEqual(clips);
    }

    private void WritePart(CancellationToken cancellation)
    {
        Directory.CreateDirectory(part);
        using (var file = OpenAlone(Path.Combine(part, PreparedFrames.FramesName)))
        {
            if (options.Restart || !Resume(file))
                Begin(file);
            try
            {
                Copy(file, cancellation);
            }
            catch
            {
                RecordIfPossible(file);
                throw;
            }
            Record(file);
        }
        AtomicFile.Write(Path.Combine(part, PreparedAbout.FileName), stream => stream.Write((about with { Checksum = checksum.GetCurrentHashAsUInt32() }).ToJson()));
        File.Delete(Path.Combine(part, RecordName));
    }

    private SafeFileHandle OpenAlone(string path)
    {
        try
        {
            // A new file takes its place on the disk at once: a full disk shows now, not after hours.
            return File.Exists(path)
                ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                : File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, preallocationSize: header.Length + (places.Count * frameBytes));
        }
        catch (IOException e) when (File.Exists(path) && e.GetType() == typeof(IOException))
        {
            throw new IOException($"{path} cannot be opened for writing alone: {e.Message} Wait until the other program that prepares it has ended.", e);
        }
    }

    private void Begin(SafeFileHandle file)
    {
        File.Delete(Path.Combine(part, RecordName));
        AtomicFile.Write(Path.Combine(part, PreparedAbout.FileName), stream => stream.Write(about.ToJson()));
        AtomicFile.Write(Path.Combine(part, PreparedFrames.ClipsName), stream => stream.Write(clips));
        RandomAccess.SetLength(file, header.Length + (places.Count * frameBytes));
        RandomAccess.Write(file, header, 0);
        (written, checksum) = (0, new());
        Record(file);
    }

    /// <returns>Whether there is something to go on from.</returns>
    /// <exception cref="InvalidOperationException">What is there was begun from something else.</exception>
    private bool Resume(SafeFileHandle file)
    {
        var record = Path.Combine(part, RecordName);
        if (!File.Exists(record))
            return false;
        if (RandomAccess.GetLength(file) == 0)
            return false;
        if (!IsFromTheSame(part, file))
            throw new InvalidOperationException($"{part} was begun from other sources or with other settings than these. Delete it, or prepare with Restart.");
        if (ParseRecord(record) is not var (frames, sum) || frames < 0 || frames > places.Count || RandomAccess.GetLength(file) != header.Length + (places.Count * frameBytes))
            return false;
        var block = new byte[Math.Max(frameBytes, 1 << 20)];
        for (var (at, end) = ((long)header.Length, header.Length + (frames * frameBytes)); at < end;)
        {
            var got = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(block.Length, end - at)), at);
            checksum.Append(block.AsSpan(0, got));
            at += got;
        }
        if (checksum.GetCurrentHashAsUInt32() != sum)
            return false; // the disk lost what it was told to keep
        (written, recorded) = (frames, frames);
        CheckLast(file, block);
        return true;
    }

    private static (long Frames, uint Checksum)? ParseRecord(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ProgressRecord>(File.ReadAllBytes(path)) is { } record ? (record.Frames, record.Checksum) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Names and lengths may stay while content changes: the last frame that an earlier call wrote is read again.</summary>
    private void CheckLast(SafeFileHandle file, byte[] there)
    {
        if (written == 0)
            return;
        RandomAccess.Read(file, there.AsSpan(0, frameBytes), header.Length + ((written - 1) * frameBytes));
        var again = Read(new(written - 1, 1, new byte[frameBytes]));
        if (!again.Bytes.AsSpan().SequenceEqual(there.AsSpan(0, frameBytes)))
            throw new InvalidOperationException($"{part} was begun from other frames: the last one in it, of {series[places.Find(written - 1).Part].Name}, " +
                "reads differently now. Delete it, or prepare with Restart.");
    }

    private void Copy(SafeFileHandle file, CancellationToken cancellation)
    {
        var most = (int)Math.Clamp(options.BlockBytes / frameBytes, 1, Math.Min(places.Count, Array.MaxLength));
        var free = new Stack<byte[]>(Enumerable.Range(0, options.Readers + 1).Select(_ => new byte[most * frameBytes]));
        var reading = new Queue<Task<Block>>();
        var next = written;
        try
        {
            Report();
            for (var blocks = 1; written < places.Count; blocks++)
            {
                cancellation.ThrowIfCancellationRequested();
                while (reading.Count < options.Readers && next < places.Count)
                    Start();
                var block = reading.Dequeue().GetAwaiter().GetResult();
                // The next block is read while this one is written.
                if (next < places.Count)
                    Start();
                var bytes = block.Bytes.AsSpan(0, block.Count * frameBytes);
                RandomAccess.Write(file, bytes, header.Length + (written * frameBytes));
                checksum.Append(bytes);
                written += block.Count;
                free.Push(block.Bytes);
                if (blocks % BlocksPerRecord == 0)
                    Record(file);
                Report();
            }
        }
        finally
        {
            // Nobody reads the sources any more when this returns: they may be closed then.
            Task.WhenAll(reading).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        void Start()
        {
            var block = new Block(next, CountFrom(next, most), free.Pop());
            next += block.Count;
            reading.Enqueue(Task.Run(() => Read(block), CancellationToken.None));
        }
    }

    /// <summary>Frames of the block that begins here: as many whole series as fit, or a part of one that does not.</summary>
    private int CountFrom(long first, int most)
    {
        var end = Math.Min(first + most, places.Count);
        var start = end == places.Count ? end : places.Before(places.Find(end).Part);
        return (int)((start > first ? start : end) - first);
    }

    private Block Read(Block block)
    {
        using var rented = new RentedFrames(block.Count * frame.Values);
        for (var done = 0; done < block.Count;)
        {
            var (at, first) = places.Find(block.First + done);
            var count = (int)Math.Min(block.Count - done, series[at].Length - first);
            var frames = rented.Span.Slice(done * frame.Values, count * frame.Values);
            series[at].Read(new(first, count), frames);
            var bytes = block.Bytes.AsSpan(done * frameBytes, count * frameBytes);
            if (options.Storage == FrameStorage.Float32)
                MemoryMarshal.AsBytes(frames).CopyTo(bytes);
            else if (UnitBytes.FromFloats(frames, bytes) is >= 0 and var bad)
                throw new InvalidDataException($"Frame {first + (bad / frame.Values)} of {series[at].Name} has the value {frames[bad]}; stored as bytes are values from 0 to 1, none missing. " +
                    "Store them as Float32.");
            done += count;
        }
        return block;
    }

    /// <summary>Puts what is written so far on the disk, and then the record of it.</summary>
    private void Record(SafeFileHandle file)
    {
        if (recorded == written)
            return;
        RandomAccess.FlushToDisk(file);
        var record = JsonSerializer.SerializeToUtf8Bytes(new ProgressRecord(written, checksum.GetCurrentHashAsUInt32()));
        AtomicFile.Write(Path.Combine(part, RecordName), stream => stream.Write(record));
        recorded = written;
    }

    private void RecordIfPossible(SafeFileHandle file)
    {
        try
        {
            Record(file);
        }
        catch (IOException)
        {
            // The record before still holds, and the first error says more.
        }
    }

    private void Report() => progress?.Report(new(written, places.Count, written * frameBytes, series[places.Find(Math.Max(written - 1, 0)).Part].Name));

    private sealed record ProgressRecord(long Frames, uint Checksum);
}
