using System.CommandLine;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm convert</c>: weights from one form into another.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var (input, output) = (Verb.Model(), new Argument<string>("OUT") { Description = "The file to write." });
        var to = Verb.Choice("--to", "This library's file, or safetensors under the names of the authors or of OpenSTL.",
            "swinlstm", "authors", "openstl");
        var size = Verb.Size("The frames that published code shall take.");
        var half = Verb.Switch("--half", "Store half precision: half the size.");
        var force = Verb.Switch("--force", "Replace a file that is there.");
        return Verb.Create("convert", "Convert weights: this library's, the authors', OpenSTL's.",
            "trained_model_state_dict.pth digits.swinlstm", input, output, to, size, half, force).Does((parsed, _) =>
        {
            var (path, style) = (parsed.GetValue(output)!, parsed.GetValue(to));
            if (parsed.GetValue(half) && style != "swinlstm")
                throw new ArgumentException("--half is for --to swinlstm; published code reads float32.");
            if (File.Exists(path) && !parsed.GetValue(force))
                throw new IOException($"'{path}' is there already. Give --force to replace it, or another name.");
            using var model = Models.Open(parsed.GetValue(input)!, CPU);
            var (height, width) = DataSource.Size(parsed.GetValue(size))!.Value;
            Verb.MakeFolderOf("OUT", path);
            if (style == "swinlstm") model.Save(path, parsed.GetValue(half) ? ScalarType.Float16 : null);
            else if (model.Network is SwinLstmNetwork network)
                OfficialCheckpoint.Export(network, path, height, width, style == "authors" ? NameStyle.Authors : NameStyle.OpenStl);
            else throw new NotSupportedException(
                $"Only a SwinLSTM has published names; this is a {model.Network.GetName()}. Use --to swinlstm.");
            Console.WriteLine($"{path}: {ProgressLine.Size(new FileInfo(path).Length)}.");
        });
    }
}
