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
    private const int RoundsPerRecord = 8;
    private const string RecordName = "progress.txt"; // frames that are done, and the description to be
    private readonly string folder, part;
    private readonly IReadOnlyList<IFrameSeries> series;
    private readonly PrepareOptions options;
    private readonly IProgress<PrepareProgress>? progress;
    private readonly FrameShape frame;
    private readonly Places places;
    private readonly byte[] about, clips, header;
    private readonly int frameBytes;
    private long written, recorded;

    public PreparedWriter(string folder, IReadOnlyList<IFrameSeries> series, SequenceShape? samples, PrepareOptions? options,
            IProgress<PrepareProgress>? progress)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(series);
        (this.options = options ?? new()).Check();
        CheckSeries(series);
        this.folder = Path.TrimEndingDirectorySeparator(folder);
        (part, this.series, this.progress, frame) = (this.folder + ".part", series, progress, series[0].Frame);
        places = new(series.Select(one => one.Length));
        about = new PreparedAbout(this.options.Source, samples, [.. series.Select(one => one.Name)]).ToJson();
        var starts = Enumerable.Range(0, series.Count).SelectMany(i => (long[])[places.Before(i), series[i].Length]).ToArray();
        clips = [.. NpyHeader.Write(StoredNumber.Of(typeof(long)), [series.Count, 2]), .. MemoryMarshal.AsBytes<long>(starts)];
        var stored = StoredNumber.Of(this.options.Storage == FrameStorage.Bytes ? typeof(byte) : typeof(float));
        header = NpyHeader.Write(stored, [places.Count, frame.Channels, frame.Height, frame.Width]);
        frameBytes = frame.Values * stored.Bytes;
    }

    private long FileBytes => header.Length + (places.Count * frameBytes);

    /// <summary>Writes what is not yet written, and puts the folder in its place.</summary>
    public void Run(CancellationToken cancellation)
    {
        if (Path.Exists(folder) && !options.Overwrite)
        {
            if (!IsWhole(folder))
                throw new IOException($"{folder} is there already and was made from something else. Delete it, choose another name, or " +
                    "prepare with Overwrite.");
        }
        else
        {
            // An earlier call may have ended between the last byte and the renaming.
            if (options.Restart || !IsWhole(part))
                WritePart(cancellation);
            Replace();
        }
        progress?.Report(new(places.Count, places.Count, places.Count * frameBytes, series[^1].Name));
    }

    private static void CheckSeries(IReadOnlyList<IFrameSeries> series)
    {
        if (series.Count == 0)
            throw new ArgumentException("At least one series of frames is prepared; none was given.", nameof(series));
        if (series.FirstOrDefault(one => one.Length < 1) is { } empty)
            throw new ArgumentException($"{empty.Name} has no frames; leave it out.", nameof(series));
        if (series.FirstOrDefault(one => one.Frame != series[0].Frame) is { } other)
            throw new ArgumentException($"All series of a folder have frames of one shape; {series[0].Name} has {series[0].Frame}, " +
                $"{other.Name} has {other.Frame}. Resize one of them, or use a folder for each.", nameof(series));
    }

    private void Replace()
    {
        var old = $"{folder}.{Guid.NewGuid():N}.old";
        if (Path.Exists(folder))
            Directory.Move(folder, old);
        Directory.Move(part, folder);
        if (Path.Exists(old))
            Directory.Delete(old, recursive: true);
    }

    /// <summary>Whether a folder is there, whole, and made from the same.</summary>
    private bool IsWhole(string path)
    {
        try
        {
            using (PreparedFrames.Open(path))
            using (var file = File.OpenHandle(Path.Combine(path, PreparedFrames.FramesName)))
                return IsFromTheSame(path, file, File.ReadAllBytes(Path.Combine(path, PreparedAbout.FileName)));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    private bool IsFromTheSame(string path, SafeFileHandle frames, ReadOnlySpan<byte> description)
    {
        var start = new byte[header.Length];
        return RandomAccess.Read(frames, start, 0) == start.Length && start.AsSpan().SequenceEqual(header)
            && description.SequenceEqual(about)
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
            finally
            {
                Record(file);
            }
        }
        AtomicFile.Write(Path.Combine(part, PreparedAbout.FileName), stream => stream.Write(about)); // now it is whole
        File.Delete(Path.Combine(part, RecordName));
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

    private void Begin(SafeFileHandle file)
    {
        File.Delete(Path.Combine(part, PreparedAbout.FileName)); // it is whole no more
        (written, recorded) = (0, 0);
        AtomicFile.Write(Path.Combine(part, PreparedFrames.ClipsName), stream => stream.Write(clips));
        RandomAccess.SetLength(file, FileBytes);
        RandomAccess.Write(file, header, 0);
    }

    /// <returns>Whether there is something to go on from.</returns>
    /// <exception cref="InvalidOperationException">What is there was begun from something else.</exception>
    private bool Resume(SafeFileHandle file)
    {
        var path = Path.Combine(part, RecordName);
        var record = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var end = record.AsSpan().IndexOf((byte)'\n');
        if (end < 0 || !long.TryParse(record.AsSpan(0, end), CultureInfo.InvariantCulture, out var frames) || frames < 1
            || RandomAccess.GetLength(file) == 0)
            return false;
        if (!IsFromTheSame(part, file, record.AsSpan(end + 1)) || frames > places.Count || RandomAccess.GetLength(file) != FileBytes)
            throw Other("sources or with other settings than these");
        // Names and lengths may stay while content changes: the last frame that an earlier call wrote is read again.
        var (there, again) = (new byte[frameBytes], new byte[frameBytes]);
        RandomAccess.Read(file, there, header.Length + ((frames - 1) * frameBytes));
        Read(frames - 1, 1, again);
        if (!again.AsSpan().SequenceEqual(there))
            throw Other($"frames: the last one in it, of {series[places.Find(frames - 1).Part].Name}, reads differently now");
        (written, recorded) = (frames, frames);
        return true;

        InvalidOperationException Other(string what) => new($"{part} was begun from other {what}. Delete it, or prepare with Restart.");
    }

    private void Copy(SafeFileHandle file, CancellationToken cancellation)
    {
        var most = (int)Math.Clamp(options.BlockBytes / frameBytes, 1, Math.Min(places.Count, Array.MaxLength / frameBytes));
        var blocks = Enumerable.Range(0, options.Readers).Select(_ => new byte[most * frameBytes]).ToArray();
        Report();
        for (var round = 1; written < places.Count; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var parts = new List<(long First, int Count)>();
            for (var next = written; parts.Count < blocks.Length && next < places.Count; next += parts[^1].Count)
                parts.Add((next, CountFrom(next, most)));
            try
            {
                Parallel.For(0, parts.Count, i => Read(parts[i].First, parts[i].Count, blocks[i]));
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }
            for (var i = 0; i < parts.Count; written += parts[i].Count, i++)
                RandomAccess.Write(file, blocks[i].AsSpan(0, parts[i].Count * frameBytes), header.Length + (written * frameBytes));
            if (round % RoundsPerRecord == 0)
                Record(file);
            Report();
        }
    }

    /// <summary>Frames of the block that begins here: as many whole series as fit, or a part of one that does not.</summary>
    private int CountFrom(long first, int most)
    {
        var end = Math.Min(first + most, places.Count);
        var start = end == places.Count ? end : places.Before(places.Find(end).Part);
        return (int)((start > first ? start : end) - first);
    }

    private void Read(long from, int count, byte[] block)
    {
        using var rented = new Rented<float>(count * frame.Values);
        for (int done = 0, part; done < count; done += part)
        {
            var (at, first) = places.Find(from + done);
            part = (int)Math.Min(count - done, series[at].Length - first);
            var frames = rented.Span.Slice(done * frame.Values, part * frame.Values);
            series[at].Read(new(first, part), frames);
            var bytes = block.AsSpan(done * frameBytes, part * frameBytes);
            if (options.Storage == FrameStorage.Float32)
                MemoryMarshal.AsBytes(frames).CopyTo(bytes);
            else if (UnitBytes.FromFloats(frames, bytes) is >= 0 and var bad)
                throw new InvalidDataException($"Frame {first + (bad / frame.Values)} of {series[at].Name} has the value {frames[bad]}; " +
                    "stored as bytes are values from 0 to 1, none missing. Store them as Float32.");
        }
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

    private void Report() =>
        progress?.Report(new(written, places.Count, written * frameBytes, series[places.Find(Math.Max(written - 1, 0)).Part].Name));
}
