#:property PublishAot=false
// Looks into packed packages: dotnet run eng/PackageCheck.cs -- FOLDER ID...
// Each must hold its assembly, XML docs, readme, licence and what mends TorchSharp's library, have symbols beside it,
// depend on the one range of TorchSharp, and hold no TorchSharp of its own. The tool comes as two, of which that of linux-x64 holds the
// mended TorchSharp and libtorch. The folder holds no others.
using System.IO.Compression;
using System.Xml.Linq;

const string range = "[0.107.0, 0.108.0)";
var (folder, ids) = (args[0], args[1..]);
var faults = new List<string>();
string[] tools = ["SwinLSTM.Cli", "SwinLSTM.Cli.linux-x64"];
string Package(string id) =>
    Directory.EnumerateFiles(folder, $"{id}.*.nupkg").Single(path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1]));
if (Directory.GetFiles(folder, "*.nupkg").Length != ids.Length + tools.Length)
    faults.Add($"{folder} holds other packages than {string.Join(", ", ids.Concat(tools))}: " +
        $"{string.Join(", ", Directory.GetFiles(folder, "*.nupkg").Select(Path.GetFileName))}.");
using (var tool = ZipFile.OpenRead(Package(tools[1])))
    foreach (var name in new[] { "swinlstm.dll", "libtorch_cpu.so", "libLibTorchSharp.so" })
        if (!tool.Entries.Any(entry => entry.Name == name)) faults.Add($"{tools[1]} lacks {name}.");
foreach (var id in ids)
{
    var path = Package(id);
    using var package = ZipFile.OpenRead(path);
    string[] needed = ["README.md", "LICENSE", $"{id}.nuspec", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml",
        $"buildTransitive/{id}.targets", "buildTransitive/MendTorchSharp.cs"];
    faults.AddRange(needed.Where(name => package.GetEntry(name) is not { Length: > 0 }).Select(name => $"{id} lacks {name}."));
    if (!File.Exists(Path.ChangeExtension(path, ".snupkg"))) faults.Add($"{id} lacks its symbols.");
    faults.AddRange(package.Entries.Where(entry => Path.GetFileNameWithoutExtension(entry.Name)
        .EndsWith("TorchSharp", StringComparison.OrdinalIgnoreCase) && !needed.Contains(entry.FullName))
        .Select(entry => $"{id} holds {entry.FullName}: a TorchSharp of its own."));
    using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
    string[] torch =
    [
        .. XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "dependency" && (string?)e.Attribute("id") == "TorchSharp")
            .Select(e => (string?)e.Attribute("version") ?? ""),
    ];
    if (torch is not [range]) faults.Add($"{id} depends on TorchSharp '{string.Join("', '", torch)}'; it must be '{range}'.");
}

faults.ForEach(Console.Error.WriteLine);
return faults.Count == 0 ? 0 : 1;
