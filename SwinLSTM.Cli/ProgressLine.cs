using System.Diagnostics;
using System.Globalization;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary>One line that tells how far something is: rewritten in place on a terminal, and written anew every ten seconds into a
/// file.</summary>
internal sealed class ProgressLine : IDisposable
{
    // Several processes of one job share a terminal, in which none can go back.
    private static readonly bool isFile = Console.IsOutputRedirected || Mpi.IsLaunched;
    private readonly TimeSpan pause = isFile ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(0.2);
    private readonly long begin = Stopwatch.GetTimestamp();
    private readonly Lock gate = new();
    private long last = Stopwatch.GetTimestamp();
    private long? firstBytes;
    private int width;
    private bool isShown;

    /// <summary>Shows how far something is, unless the last time was just now.</summary>
    /// <param name="what">What is being worked on.</param>
    /// <param name="bytes">How much of it is done.</param>
    /// <param name="part">The same as a part of all, where all is known.</param>
    public void Show(string what, long bytes, double? part)
    {
        // What was there before this call has not been done in its time.
        firstBytes ??= bytes;
        var speed = (bytes - firstBytes.Value) / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var share = part is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{part:P0}  ");
        Show($"{share}{Size(bytes)}  {Size((long)speed)}/s  {what}");
    }

    /// <summary>Shows a text, unless the last one was just now.</summary>
    public void Show(string text)
    {
        lock (gate)
        {
            if (isShown && Stopwatch.GetElapsedTime(last) < pause) return;
            (last, isShown) = (Stopwatch.GetTimestamp(), true);
            if (isFile) Console.WriteLine(text);
            else Console.Write($"\r{text.PadRight(width)}");
            width = Math.Max(width, text.Length);
        }
    }

    /// <summary>Says something that stays.</summary>
    public void Say(string text)
    {
        Dispose();
        Console.WriteLine(text);
    }

    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>The parameters of a network, as people read a number.</summary>
    public static string Count(FramePredictor network) =>
        network.parameters().Sum(parameter => parameter.numel()).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A length of time, as people read it.</summary>
    public static string Time(TimeSpan time) => time.TotalDays < 1 ? time.ToString("h\\:mm\\:ss", CultureInfo.InvariantCulture)
        : time.ToString("d' d 'hh\\:mm", CultureInfo.InvariantCulture);

    /// <summary>Leaves an empty line for what follows.</summary>
    public void Dispose()
    {
        lock (gate)
            if (width > 0 && !isFile)
                Console.Write($"\r{new string(' ', width)}\r");
    }
}

/// <summary>Tells at once, where Progress tells some time later.</summary>
internal sealed class Direct<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
