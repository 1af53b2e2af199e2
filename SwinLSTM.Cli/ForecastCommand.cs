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
            Description = "Where to, by ending: .npy (values in the units of the data), .gif, .png (a strip), .mp4 (needs ffmpeg). "
                + "Several may be given.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["forecast.npy", "forecast.gif", "forecast.png"],
        };
        output.Validators.Add(r =>
        {
            foreach (var token in r.Tokens.Where(token => !Writers.ContainsKey(Path.GetExtension(token.Value).ToLowerInvariant())))
                r.AddError($"--out knows {string.Join(", ", Writers.Keys)}; '{token.Value}' was given.");
        });
        var command = new Command("forecast", "Forecast the frames after the last ones of any data.\n\n"
            + "Example: swinlstm forecast runs/radar --data today.npy --horizon 24 --out next.npy next.gif")
        {
            model, output,
        };
        var flags = ConfigFlags.For(trains: false);
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Refusal.Run(() => Task.Run(() =>
        {
            var (opened, config, device) = ModelData.Open(parsed, flags, parsed.GetValue(model)!);
            using var owned = opened;
            if (config.Training.Threads is { } threads) set_num_threads(threads);
            if (config.Data.Horizon < 1) throw new ArgumentException($"--horizon is at least 1; {config.Data.Horizon} was given.");
            using var source = new DataSource(config.Data);
            using var scope = NewDisposeScope();
            var past = source.Last().to(device); // [1, T, C, H, W]
            var future = opened.Forecast(past, config.Data.Horizon).cpu(); // [1, horizon, C', H, W]
            cancellation.ThrowIfCancellationRequested();
            var rows = Rows(past.cpu(), future, source.IsPictures, config.Data.Channels);
            foreach (var path in parsed.GetValue(output)!)
            {
                if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
                Writers[Path.GetExtension(path).ToLowerInvariant()](path, future, rows);
            }

            Console.WriteLine($"{config.Data.Horizon} frames of {future.size(2)} x {future.size(3)} x {future.size(4)} after the last {past.size(1)} of "
                + $"{source.Name}: {string.Join(", ", parsed.GetValue(output)!)}");
        }, CancellationToken.None), () => "Stopped; nothing was written."));
        return command;
    }

    private static readonly Dictionary<string, Action<string, Tensor, IReadOnlyList<Strip.Row>>> Writers = new()
    {
        [".npy"] = (path, future, _) => NpyFile.Write(path, future[0].to(ScalarType.Float32).contiguous()),
        [".gif"] = (path, _, rows) => Gif.Write(path, Strip.Moments(rows), TimeSpan.FromMilliseconds(200)),
        [".png"] = (path, _, rows) => Png.Write(path, Strip.Of(rows)),
        [".mp4"] = (path, _, rows) => Video(path, Strip.Moments(rows)),
    };

    /// <summary>A row of pictures for each channel, in the colours and the range of what is known.</summary>
    private static IReadOnlyList<Strip.Row> Rows(Tensor past, Tensor future, bool pictures, IReadOnlyList<int>? channels)
    {
        using var scope = NewDisposeScope();
        var count = (int)future.size(2);
        // Red, green and blue are one picture.
        if (pictures && count == 3 && past.size(2) == 3)
        {
            var film = FilmstripSample.FromTensors(past[0], future[0], future[0]);
            return [new("", film.Input, film.Forecast)];
        }

        var styles = pictures ? null : Ranges.Styles(past);
        return [.. FilmstripSample.EachChannel(past[0], future[0], future[0], c => styles?[c] ?? new()).Select((film, c) =>
        {
            var name = count == 1 && pictures ? "" : $"CHANNEL {channels?[c] ?? c}";
            var range = styles is null ? "" : string.Create(CultureInfo.InvariantCulture, $": {styles[c].Low:G4} TO {styles[c].High:G4}");
            return new Strip.Row(name + range, film.Input, film.Forecast);
        })];
    }

    /// <summary>Hands the frames to ffmpeg, which writes beside the target; it is moved there when it is whole.</summary>
    private static void Video(string path, IReadOnlyList<Picture> frames)
    {
        var beside = $"{path}.tmp.mp4";
        // The codec wants even sides.
        var start = new ProcessStartInfo(new VideoOptions().Program) { RedirectStandardInput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{frames[0].Width}x{frames[0].Height}", "-r", "5", "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", beside,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
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
