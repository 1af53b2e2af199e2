using System.CommandLine;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm convert</c>: weights from one form into another.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("IN")
        {
            Description = "A .swinlstm file, the folder of a run, or published weights (.pth, .safetensors), the authors' or OpenSTL's.",
        };
        var output = new Argument<string>("OUT") { Description = "The file to write." };
        var to = new Option<string>("--to")
        {
            Description = "swinlstm (this library's), authors or openstl (safetensors under their names).",
            DefaultValueFactory = _ => "swinlstm",
        };
        to.AcceptOnlyFromAmong("swinlstm", "authors", "openstl");
        var size = new Option<string>("--size")
        {
            Description = "The frames that published code shall take.",
            HelpName = "HEIGHTxWIDTH",
            DefaultValueFactory = _ => "64x64",
        };
        var half = new Option<bool>("--half") { Description = "Store half precision: half the size." };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("convert", "Convert weights: this library's, the authors', OpenSTL's.\n\n"
            + "Example: swinlstm convert trained_model_state_dict.pth digits.swinlstm")
        {
            input, output, to, size, half, force,
        };
        DataSource.CheckSize(size);
        command.Validators.Add(r =>
        {
            if (r.GetValue(half) && r.GetResult(to) is { Implicit: false } && r.GetValue(to) != "swinlstm")
                r.AddError("--half is for --to swinlstm; published code reads float32.");
        });
        command.SetAction(parsed => Refusal.Run(() =>
        {
            var (path, style) = (parsed.GetValue(output)!, parsed.GetValue(to));
            if (File.Exists(path) && !parsed.GetValue(force))
                throw new IOException($"'{path}' is there already. Give --force to replace it, or another name.");
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            using var model = Models.Open(parsed.GetValue(input)!, CPU);
            var (height, width) = DataSource.Size(parsed.GetValue(size))!.Value;
            if (style == "swinlstm") model.Save(path, parsed.GetValue(half) ? ScalarType.Float16 : null);
            else if (model.Network is SwinLstmNetwork network)
                OfficialCheckpoint.Export(network, path, height, width, style == "authors" ? NameStyle.Authors : NameStyle.OpenStl);
            else throw new NotSupportedException($"Only a SwinLSTM has published names; this is a {model.Network.GetName()}. Use --to swinlstm.");
            Console.WriteLine($"{path}: {ProgressLine.Size(new FileInfo(path).Length)}.");
            return Task.CompletedTask;
        }, () => ""));
        return command;
    }
}
