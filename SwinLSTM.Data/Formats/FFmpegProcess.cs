using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>One run of ffmpeg over a video, whose pictures come through a pipe as PGM, colours below each other: [C, H, W]. It never asks
/// anything, is stopped when it gives nothing for too long, and dies with this object. No shell reads its arguments, and file names come
/// behind <c>file:</c>. For one thread.</summary>
internal sealed partial class FFmpegProcess : IDisposable
{
    // Formats that hold their own frames. Others are lists of further files and addresses, or made for devices.
    private const string Containers = "3dostr,amv,apng,asf,avi,av1,bink,cavsvideo,dirac,dnxhd,dv,film_cpk,flic,flv,gif,gxf,h261,h263," +
        "h264,hevc,ipmovie,ivf,m4v,matroska,mjpeg,mjpeg_2000,mov,mpeg,mpegps,mpegts,mpegvideo,mxf,nsv,nut,obu,ogg,rm,roq,smk,swf,thp," +
        "vc1,vc1test,vmd,vvc,webm,wtv,xmv,yuv4mpegpipe";

    private const int MostComplaints = 10, LongestLine = 500;

    // Every picture once: -fps_mode since ffmpeg 5.1, -vsync before. The first run tells.
    private static volatile string everyPicture = "-fps_mode";
    private readonly VideoOptions options;
    private readonly Process process;
    private readonly BufferedStream output;
    private readonly Timer watch;
    private readonly Task listening;
    private readonly ConcurrentQueue<string> complaints = [];
    private readonly HashSet<(int Width, int Height)> sizes = [];
    private volatile bool tooLong;

    private FFmpegProcess(string path, VideoOptions options, string passthrough)
    {
        this.options = options;
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+verbose", "-max_alloc", $"{1 << 30}",
            .. options.KeepDamaged ? (string[])[] : ["-xerror"],
            "-max_pixels", $"{options.MaximumPixels}", "-protocol_whitelist", "file,pipe", "-format_whitelist", Containers,
            "-i", "file:" + Path.GetFullPath(path), "-map", "0:V:0", "-vf",
            // Numbered anew, twice: what stacks the colours drops pictures of equal times, and what writes them wants later and later ones,
            // although the first begins again where the pixel format changes.
            (options.FramesPerSecond is { } rate ? $"fps={rate.ToString("R", CultureInfo.InvariantCulture)}," : "") +
                "settb=1/25,setpts=N,scale=flags=accurate_rnd+full_chroma_int+bitexact," +
                (options.Channels == 1 ? "format=gray" : "format=gbrp,extractplanes=r+g+b[r][g][b];[r][g][b]vstack=3"),
            passthrough, "passthrough", "-c:v", "pgm", "-bsf:v", "setts=ts=N", "-f", "rawvideo", "pipe:1",
        ];
        var start = new ProcessStartInfo(Find(options.Program), arguments)
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
            throw Missing(options.Program, refused);
        }
        process.StandardInput.Close();
        output = new(process.StandardOutput.BaseStream, 1 << 16);
        watch = new(_ => StopWaiting());
        listening = Task.Run(Listen);
    }

    /// <summary>How many pictures the decoder says it made; known after the end.</summary>
    public long? Decoded { get; private set; }

    /// <summary>What the program complained of, shortened, on one line.</summary>
    public string Message => complaints.IsEmpty ? "it said nothing" : string.Join("; ", complaints);

    /// <summary>Starts decoding a video.</summary>
    /// <exception cref="FileNotFoundException">There is no such program; the message says what to install.</exception>
    public static FFmpegProcess Start(string path, VideoOptions options) => new(path, options, everyPicture);

    /// <summary>Reads the next picture, into room that is made anew where it has another size.</summary>
    /// <returns>Its rows and columns; null at the end.</returns>
    /// <exception cref="InvalidDataException">The picture is too large, the output ended within it, or the program gave something
    /// else.</exception>
    /// <exception cref="IOException">Nothing came for too long.</exception>
    public (int Height, int Width)? Next(ref byte[] picture)
    {
        watch.Change(options.TimeLimit, Timeout.InfiniteTimeSpan);
        var (header, lines) = (new StringBuilder(), 0);
        for (int next; lines < 3 && header.Length < 100 && (next = output.ReadByte()) >= 0;)
        {
            lines += next == '\n' ? 1 : 0;
            header.Append((char)next);
        }
        if (tooLong)
            throw TooLong();
        if (header.Length == 0)
            return null;
        if (PictureHeader().Match(header.ToString()) is not { Success: true } match
            || Math.DivRem(NaturalOrder.Number(match.Groups[2]), options.Channels) is not (var height, 0))
            throw new InvalidDataException("ffmpeg gives its pictures as PGM of 8 bits; something else came.");
        var width = NaturalOrder.Number(match.Groups[1]);
        ImageFile.CheckSize(height, width, options.MaximumPixels);
        if (picture.Length != options.Channels * height * width)
            picture = new byte[options.Channels * height * width];
        if (output.ReadAtLeast(picture, picture.Length, throwOnEndOfStream: false) < picture.Length)
            throw tooLong ? TooLong() : new InvalidDataException($"ffmpeg ended within a picture: {Message}.");
        watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return (height, width);
    }

    /// <summary>Waits for the end, once the output has ended, and looks at how it went.</summary>
    /// <returns>False if this version of ffmpeg wants another word for "every picture once", which the next run has.</returns>
    /// <exception cref="InvalidDataException">The video is damaged, or its pictures change their size.</exception>
    /// <exception cref="IOException">The program does not end.</exception>
    public bool EndedWell()
    {
        if (!process.WaitForExit(options.TimeLimit) || !listening.Wait(options.TimeLimit))
            throw TooLong();
        if (everyPicture == "-fps_mode" && Message.Contains("fps_mode", StringComparison.Ordinal))
        {
            everyPicture = "-vsync";
            return false;
        }
        if (process.ExitCode != 0 || (!complaints.IsEmpty && !options.KeepDamaged))
            throw new InvalidDataException("ffmpeg cannot decode it without an error: " +
                $"{Message}.{(options.KeepDamaged ? "" : " KeepDamaged (--keep-damaged) takes the frames there are.")}");
        if (sizes.Count > 1)
            throw new InvalidDataException("All frames of a video must have one size; this one changes from " +
                $"{string.Join(" to ", sizes.Select(size => $"{size.Width} x {size.Height}"))}. Convert it to one size first.");
        return true;
    }

    public void Dispose()
    {
        watch.Dispose();
        Kill();
        process.WaitForExit(TimeSpan.FromSeconds(5));
        listening.Wait(TimeSpan.FromSeconds(5));
        output.Dispose();
        process.Dispose();
    }

    private static string Find(string program)
    {
        if (program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar))
            return File.Exists(program) ? Path.GetFullPath(program) : throw Missing(program);

        // Only the path is searched: a program in the current folder may be anyone's.
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
                ?? throw Missing(program);
    }

    private static FileNotFoundException Missing(string program, Exception? inner = null) => new(
        $"Videos are decoded by ffmpeg, and '{program}' cannot be run here. Install it ('apt-get install ffmpeg' on Debian, 'brew " +
        "install ffmpeg' on macOS, 'winget install ffmpeg' on Windows), or name the program in VideoOptions.Program or in the " +
        "environment variable SWINLSTM_FFMPEG.", inner);

    private IOException TooLong()
    {
        listening.Wait(TimeSpan.FromSeconds(2)); // for the last words of what was stopped
        return new($"ffmpeg gave nothing for {options.TimeLimit.TotalSeconds} seconds and was stopped ({Message}). Allow it more in " +
            "VideoOptions.TimeLimit, or look at what it reads.");
    }

    private void StopWaiting()
    {
        tooLong = true;
        Kill();
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true); // a script's children would keep the pipe open
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    // Lines of ffmpeg are "[part @ place] [level] text".
    private void Listen()
    {
        while (process.StandardError.ReadLine() is { } whole)
        {
            var line = whole[..Math.Min(whole.Length, LongestLine)];
            if (SourceSize().Match(line) is { Success: true } size)
                sizes.Add((NaturalOrder.Number(size.Groups[1]), NaturalOrder.Number(size.Groups[2])));
            else if (DecodedFrames().Match(line) is { Success: true } count)
                Decoded = NaturalOrder.Number(count.Groups[1]);
            else if (Complaint().Match(line) is { Success: true } complaint && complaints.Count < MostComplaints)
                complaints.Enqueue(complaint.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"\AP5\n([0-9]{1,9}) ([0-9]{1,9})\n255\n\z")]
    private static partial Regex PictureHeader();

    // Each time that the filters are set up, because the size or the pixel format changed.
    [GeneratedRegex(@"\[verbose\] w:([0-9]{1,9}) h:([0-9]{1,9}) pixfmt:")]
    private static partial Regex SourceSize();

    [GeneratedRegex(@"\[verbose\].* ([0-9]{1,9}) frames decoded")]
    private static partial Regex DecodedFrames();

    [GeneratedRegex(@"\[(?:error|fatal|panic)\] (.*)\z")]
    private static partial Regex Complaint();
}
