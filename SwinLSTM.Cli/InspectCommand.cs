using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm inspect</c>: what is in a file of weights.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = Verb.Model();
        var size = Verb.Size("The size of the frames that multiply-adds are counted for.");
        var layers = Verb.Switch("--layers", "List every tensor.");
        return Verb.Create("inspect", "Show what a file of weights holds: options, parameters, multiply-adds.",
            "trained_model_state_dict.pth", model, size, layers).Does((parsed, _) =>
                Inspect(parsed.GetValue(model)!, DataSource.Size(parsed.GetValue(size))!.Value, parsed.GetValue(layers)));
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
        Console.WriteLine($"Parameters: {ProgressLine.Count(model.Network)}");
        if (MultiplyAdds.PerFrame(model.Network, size.Height, size.Width) is { } work)
            Console.WriteLine($"Multiply-adds per frame of {size.Height} x {size.Width}: {Number(work)}");
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
