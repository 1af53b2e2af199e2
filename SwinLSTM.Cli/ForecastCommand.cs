using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm forecast</c>: the frames that come after the last ones there are.</summary>
internal static class ForecastCommand
{
    private delegate void Writer(string path, Tensor future, IReadOnlyList<Strip.Row> rows);

    private static readonly Dictionary<string, Writer> writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".npy"] = (path, future, _) => NpyFile.Write(path, future[0].to(ScalarType.Float32).contiguous()),
        [".gif"] = (path, _, rows) => Gif.Write(path, Strip.Moments(rows), TimeSpan.FromMilliseconds(200)),
        [".png"] = (path, _, rows) => Png.Write(path, Strip.Of(rows)),
        [".mp4"] = (path, _, rows) => Video(path, Strip.Moments(rows)),
    };

    public static Command Create()
    {
        var model = Verb.Model();
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
            foreach (var token in r.Tokens.Where(token => !writers.ContainsKey(Path.GetExtension(token.Value))))
                r.AddError($"--out knows {string.Join(", ", writers.Keys)}; '{token.Value}' was given.");
        });
        return Verb.Create("forecast", "Forecast the frames after the last ones of any data.",
            "runs/radar --data today.npy --horizon 24 --out next.npy next.gif",
            [model, output, .. ConfigFlags.Reading.Options()]).Does((parsed, cancellation) =>
        {
            using var opened = new ModelData(parsed, parsed.GetValue(model)!);
            var (data, source, paths) = (opened.Config.Data, opened.Source, parsed.GetValue(output)!);
            if (opened.Config.Training.Threads is { } threads) set_num_threads(threads);
            using var scope = NewDisposeScope();
            var past = source.Last().to(opened.Device); // [1, T, C, H, W]
            opened.CheckChannels(past.size(2));
            CheckMemory(data.Horizon, past.numel() / past.size(1));
            if (!past.isfinite().any().item<bool>())
                throw new InvalidDataException($"The last {past.size(1)} frames of {source.Name} have no value: all are missing. "
                    + "Give --data that ends with known frames.");
            foreach (var path in paths)
            {
                source.CheckOutput("--out", path);
                Verb.MakeFolderOf("--out", path);
            }

            var future = opened.Model.Forecast(past, data.Horizon).cpu(); // [1, horizon, C', H, W]
            cancellation.ThrowIfCancellationRequested();
            var rows = Rows(past.cpu(), future, source.IsPictures, data.Channels);
            foreach (var path in paths) writers[Path.GetExtension(path)](path, future, rows);
            Console.WriteLine($"{data.Horizon} frames of {future.size(2)} x {future.size(3)} x {future.size(4)} after the last "
                + $"{past.size(1)} of {data.Sources[^1]}: {string.Join(", ", paths)}");
        });
    }

    /// <summary>A typing error must not take the machine with it: pictures take about as much again as the forecast.</summary>
    private static void CheckMemory(long horizon, long values)
    {
        var (needed, there) = (2.0 * horizon * values * sizeof(float), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > there)
            throw new ArgumentException($"--horizon {horizon} takes about {needed / 1e9:0} GB, and this machine has {there / 1e9:0} GB. "
                + "Take a shorter one, or smaller frames (--crop, --size).");
    }

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
            var range = styles is null ? "" : string.Create(CultureInfo.InvariantCulture, $": {styles[c].Low:G7} TO {styles[c].High:G7}");
            var missing = past.select(2, c).isnan().any().item<bool>() ? " - VIOLET: MISSING" : "";
            return new Strip.Row(name + range + missing, film.Input, film.Forecast);
        })];
    }

    /// <summary>Hands the frames to ffmpeg, which writes beside the target; it is moved there when it is whole.</summary>
    private static void Video(string path, IReadOnlyList<Picture> frames)
    {
        var beside = $"{path}.tmp.mp4";
        // The codec wants even sides.
        var start = new ProcessStartInfo(new VideoOptions().Program,
        [
            "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{frames[0].Width}x{frames[0].Height}", "-r", "5", "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", beside,
        ]);
        (start.RedirectStandardInput, start.RedirectStandardError) = (true, true);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            try
            {
                using var input = process.StandardInput.BaseStream;
                foreach (var frame in frames) input.Write(frame.Pixels);
            }
            catch (IOException)
            {
                // It has ended already; why, it says itself.
            }

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
