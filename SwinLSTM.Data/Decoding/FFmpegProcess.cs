using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// One run of ffmpeg whose output is read through a pipe. It never asks anything, is stopped when it gives nothing for too long, and dies
/// with this object. Reading is for one thread at a time.
/// </summary>
internal sealed class FFmpegProcess : IDisposable
{
    private const int LongestMessage = 1000;
    private readonly FFmpegOptions options;
    private readonly Process process;
    private readonly Stream output, errors;
    private readonly Timer watch;
    private readonly Task listening;
    private readonly byte[] message = new byte[LongestMessage];
    private int messageLength;
    private volatile bool tooLong, disposed;

    public FFmpegProcess(FFmpegOptions options, IReadOnlyList<string> arguments)
    {
        this.options = options.Checked();
        var program = FFmpegProgram.Find(options.Program);
        var start = new ProcessStartInfo(program, ["-hide_banner", "-nostdin", "-loglevel", "error", "-max_alloc", $"{1 << 30}", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("FFREPORT"); // it would write a file
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception refused)
        {
            throw FFmpegProgram.Missing(options.Program, refused);
        }
        (Input, output, errors) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process.StandardError.BaseStream);
        watch = new(_ => StopWaiting());
        listening = Listen();
    }

    /// <summary>What the program reads; closing it is the end of its input.</summary>
    public Stream Input { get; }

    /// <summary>Whether it complained; known once it has ended.</summary>
    public bool Complained
    {
        get
        {
            lock (message)
                return messageLength > 0;
        }
    }

    /// <summary>What the program said, shortened, on one line.</summary>
    public string Message
    {
        get
        {
            lock (message)
                return messageLength == 0 ? "it said nothing" : string.Join("; ", Encoding.UTF8.GetString(message, 0, messageLength).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>Fills a buffer.</summary>
    /// <param name="buffer">Where to.</param>
    /// <returns>How many bytes came; fewer than asked for only where the output ended.</returns>
    /// <exception cref="IOException">Nothing came for too long.</exception>
    public int Read(Span<byte> buffer)
    {
        watch.Change(options.TimeLimit, Timeout.InfiniteTimeSpan);
        var filled = 0;
        while (filled < buffer.Length && output.Read(buffer[filled..]) is > 0 and var count)
            filled += count;
        watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (filled < buffer.Length && tooLong)
            throw TooLong();
        return filled;
    }

    /// <summary>Waits for the end, once the output has ended.</summary>
    /// <returns>Whether the program ended well.</returns>
    /// <exception cref="IOException">It does not end.</exception>
    public bool EndedWell()
    {
        if (!process.WaitForExit(options.TimeLimit))
            throw TooLong();
        listening.Wait(options.TimeLimit);
        return process.ExitCode == 0;
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        watch.Dispose();
        Kill(entireProcessTree: false);
        process.WaitForExit(TimeSpan.FromSeconds(5));
        foreach (var pipe in (Stream[])[Input, output, errors])
            pipe.Dispose();
        process.Dispose();
    }

    private IOException TooLong() => new($"ffmpeg gave nothing for {options.TimeLimit.TotalSeconds} seconds and was stopped ({Message}). " +
        "Allow it more in FFmpegOptions.TimeLimit, or look at what it reads.");

    private void StopWaiting()
    {
        tooLong = true;
        if (!disposed)
            Kill(entireProcessTree: true); // a script's children would keep the pipe open
    }

    private void Kill(bool entireProcessTree)
    {
        try
        {
            process.Kill(entireProcessTree);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    private async Task Listen()
    {
        var buffer = new byte[LongestMessage];
        try
        {
            while (await errors.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
                lock (message)
                {
                    var kept = Math.Min(count, LongestMessage - messageLength);
                    buffer.AsSpan(0, kept).CopyTo(message.AsSpan(messageLength));
                    messageLength += kept;
                }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is gone, and with it the pipe.
        }
    }
}
