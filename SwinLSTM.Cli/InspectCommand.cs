using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm inspect</c>: what is in a file of weights.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A .swinlstm file, published weights (.pth, .safetensors), or the folder of a run." };
        var size = new Option<string>("--size")
        {
            Description = "The size of the frames that multiply-adds are counted for.",
            HelpName = "HEIGHTxWIDTH",
            DefaultValueFactory = _ => "64x64",
        };
        var layers = new Option<bool>("--layers") { Description = "List every tensor." };
        DataSource.CheckSize(size);
        var command = new Command("inspect", "Show what a file of weights holds: options, parameters, multiply-adds.\n\n"
            + "Example: swinlstm inspect trained_model_state_dict.pth")
        {
            model, size, layers,
        };
        command.SetAction(parsed => Refusal.Run(() =>
        {
            Inspect(parsed.GetValue(model)!, DataSource.Size(parsed.GetValue(size))!.Value, parsed.GetValue(layers));
            return Task.CompletedTask;
        }, () => ""));
        return command;
    }

    private static void Inspect(string path, (int Height, int Width) size, bool layers)
    {
        if (Directory.Exists(path)) path = Models.InFolder(path);
        using var model = Models.Open(path, TorchSharp.torch.CPU);
        if (!Models.IsOurs(path))
        {
            using var again = OfficialCheckpoint.Open(path, out var report);
            Console.WriteLine($"Published weights: {report}");
        }

        Console.WriteLine($"Network: {model.Network.GetName()}");
        Console.WriteLine(Options(model.Network));
        Console.WriteLine($"Parameters: {Number(model.Network.parameters().Sum(parameter => parameter.numel()))}");
        if (MultiplyAdds.PerFrame(model.Network, size.Height, size.Width) is { } work)
            Console.WriteLine($"Multiply-adds a frame of {size.Height} x {size.Width}: {Number(work)}");
        if (model.Normalizer is not null) Console.WriteLine($"Normaliser: {model.Normalizer}");
        foreach (var (key, value) in model.Notes) Console.WriteLine($"{key}: {value}");
        if (!layers) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("tensor", "shape", "values");
        table.Columns[2].RightAligned();
        foreach (var (name, tensor) in model.Network.state_dict())
            table.AddRow(Markup.Escape(name), Markup.Escape($"[{string.Join(", ", tensor.shape)}]"), Number(tensor.numel()));
        AnsiConsole.Write(table);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Options(FramePredictor network) => network switch
    {
        SwinLstmNetwork swin => $"Options: {swin.Options.ToJson()}",
        ConvLstmNetwork convolution => $"Options: {convolution.Options}",
        _ => "",
    };
}

/// <summary>The products of one time step, by formula.</summary>
internal static class MultiplyAdds
{
    /// <summary>For one frame; null for a network whose layers are not known.</summary>
    public static long? PerFrame(FramePredictor network, int height, int width) => network switch
    {
        SwinLstmNetwork swin => Swin(swin.Options, height, width),
        ConvLstmNetwork convolution => Convolution(convolution.Options, height, width),
        _ => null,
    };

    private static long Swin(SwinLstmOptions options, int height, int width)
    {
        long patch = options.PatchSize, h = Divide(height, patch), w = Divide(width, patch), d = options.EmbedChannels;
        var area = patch * patch;
        long out_ = options.TargetChannels?.Count ?? options.OutputChannels ?? options.Channels;
        var sum = h * w * area * d * (options.Channels + out_);
        foreach (var stage in options.Stages)
        {
            var (tokens, window) = (h * w, Math.Min(options.Window.Height, h) * Math.Min(options.Window.Width, w));
            var block = (4 * d * d) + (long)(2 * options.FeedForwardRatio * d * d) + (2 * window * d);
            // Every second block fuses two streams into one.
            sum += tokens * ((stage.Depth * block) + ((stage.Depth + 1) / 2 * 2 * d * d));
            if (stage.Then == Resampling.Downsample)
                (h, w, d, sum) = (Divide(h, 2), Divide(w, 2), 2 * d, sum + (Divide(h, 2) * Divide(w, 2) * 8 * d * d));
            if (stage.Then == Resampling.Upsample) (sum, h, w, d) = (sum + (tokens * 2 * d * d), 2 * h, 2 * w, d / 2);
        }

        return sum;
    }

    private static long Convolution(ConvLstmOptions options, int height, int width)
    {
        long folded = (long)options.Channels * options.PatchSize * options.PatchSize, input = folded, each = 0;
        foreach (long hidden in options.HiddenChannels)
        {
            each += 4 * hidden * options.KernelSize * options.KernelSize * (input + hidden);
            input = hidden;
        }

        return Divide(height, options.PatchSize) * Divide(width, options.PatchSize) * (each + (input * folded));
    }

    private static long Divide(long a, long b) => (a + b - 1) / b;
}
