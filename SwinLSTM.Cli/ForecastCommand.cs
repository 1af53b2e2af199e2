using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm forecast</c>: the frames that come after the last ones there are.</summary>
internal static class ForecastCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A .swinlstm file, published weights (.pth), or the folder of a run." };
        var output = new Option<string[]>("--out")
        {
            Description = "Where to, by ending: .npy (values in the units of the data), .gif, .png (a strip), .mp4 (needs ffmpeg). Several may be given.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["forecast.npy", "forecast.gif", "forecast.png"],
        };
        output.Validators.Add(r =>
        {
            foreach (var token in r.Tokens.Where(token => !Writers.ContainsKey(Path.GetExtension(token.Value).ToLowerInvariant())))
                r.AddError($"--out knows {string.Join(", ", Writers.Keys)}; '{token.Value}' was given.");
        });
        var command = new Command("forecast", "Forecast the frames after the last ones of any data.\n\nExample: swinlstm forecast runs/radar --data today.npy --horizon 24 --out next.npy next.gif")
        {
            model, output,
        };
        var flags = ConfigFlags.For(trains: false);
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Refusal.Run(() => Task.Run(() =>
        {
            var config = ModelData.Config(parsed, flags, parsed.GetValue(model)!);
            var device = Models.DeviceOf(config.Device);
            if (config.Training.Threads is { } threads) set_num_threads(threads);
            using var opened = Models.Open(parsed.GetValue(model)!, device);
            config = ModelData.WithNotes(config, opened);
            using var source = new DataSource(config.Data);
            using var scope = NewDisposeScope();
            var past = source.Last().to(device); // [1, T, C, H, W]
            var future = opened.Forecast(past, config.Data.Horizon).cpu(); // [1, horizon, C', H, W]
            foreach (var path in parsed.GetValue(output)!)
            {
                if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
                Writers[Path.GetExtension(path).ToLowerInvariant()](path, past.cpu(), future, source.IsPictures);
            }

            Console.WriteLine($"{config.Data.Horizon} frames of {future.size(2)} x {future.size(3)} x {future.size(4)} after the last {past.size(1)} of {source.Name}: {string.Join(", ", parsed.GetValue(output)!)}");
        }, CancellationToken.None), () => "Stopped; nothing was written."));
        return command;
    }

    private static readonly Dictionary<string, Action<string, Tensor, Tensor, bool>> Writers = new()
    {
        [".npy"] = (path, _, future, _) => NpyFile.Write(path, future[0].to(ScalarType.Float32).contiguous()),
        [".gif"] = (path, past, future, pictures) => Gif.Write(path, Frames(past, future, pictures), TimeSpan.FromMilliseconds(200)),
        [".png"] = (path, past, future, pictures) => Png.Write(path, Strip.Of(Channels(past, future, pictures))),
        [".mp4"] = (path, past, future, pictures) => Video(path, Frames(past, future, pictures)),
    };

    /// <summary>The known frames, then the forecast ones, one after another, each channel apart, enlarged where they are small.</summary>
    private static IReadOnlyList<Picture> Frames(Tensor past, Tensor future, bool pictures)
    {
        var channels = Channels(past, future, pictures);
        return [.. Enumerable.Range(0, channels[0].Known.Count + channels[0].Ahead.Count).Select(t => Strip.Column(channels, t))];
    }

    private static IReadOnlyList<Strip.Channel> Channels(Tensor past, Tensor future, bool pictures)
    {
        using var scope = NewDisposeScope();
        // Red, green and blue are one picture.
        if (pictures && future.size(2) == 3 && past.size(2) == 3)
            return [new("", Strip.Pictures(past[0], null), Strip.Pictures(future[0], null))];
        var ranges = pictures ? null : Ranges.Of(past);
        return [.. Enumerable.Range(0, (int)future.size(2)).Select(c =>
        {
            var style = ranges is null ? new PictureStyle() : new() { Low = (float)ranges[c].Low, High = (float)ranges[c].High, Map = new() };
            var name = ranges is null ? (future.size(2) == 1 ? "" : $"CHANNEL {c}")
                : string.Create(CultureInfo.InvariantCulture, $"CHANNEL {c}: {ranges[c].Low:0.###} TO {ranges[c].High:0.###}");
            return new Strip.Channel(name, Strip.Pictures(past[0].narrow(1, c, 1), style), Strip.Pictures(future[0].narrow(1, c, 1), style));
        })];
    }

    /// <summary>Hands the frames to ffmpeg, which writes beside the target; it is moved there when it is whole.</summary>
    private static void Video(string path, IReadOnlyList<Picture> frames)
    {
        var beside = $"{path}.tmp.mp4";
        // The codec wants even sides.
        var start = new ProcessStartInfo(new VideoOptions().Program) { RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{frames[0].Width}x{frames[0].Height}", "-r", "5", "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", beside }) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            using (var input = process.StandardInput.BaseStream)
                foreach (var frame in frames) input.Write(frame.Pixels);
            process.WaitForExit();
            if (process.ExitCode != 0) throw new IOException($"ffmpeg could not write '{path}': {error.Result.Trim()}");
            File.Move(beside, path, overwrite: true);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"'{path}' needs the program ffmpeg, which was not found. Install ffmpeg, or write .gif or .npy.", e);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
