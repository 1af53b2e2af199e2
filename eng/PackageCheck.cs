#:property PublishAot=false
// Looks into packed packages: dotnet run eng/PackageCheck.cs -- FOLDER ID...
// Each must hold its assembly, XML docs, readme and licence, have symbols beside it, depend on the range of the real TorchSharp,
// and hold no TorchSharp of its own.
using System.IO.Compression;
using System.Xml.Linq;

var faults = new List<string>();
foreach (var id in args[1..])
{
    var version = Directory.EnumerateFiles(args[0], $"{id}.*.nupkg").Select(f => Path.GetFileName(f)[(id.Length + 1)..^".nupkg".Length]).Single();
    using var package = ZipFile.OpenRead(Path.Combine(args[0], $"{id}.{version}.nupkg"));
    foreach (var needed in new[] { "README.md", "LICENSE", $"{id}.nuspec", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml" })
        if (package.GetEntry(needed) is not { Length: > 0 }) faults.Add($"{id} lacks {needed}.");
    if (!File.Exists(Path.Combine(args[0], $"{id}.{version}.snupkg"))) faults.Add($"{id} lacks its symbols.");
    faults.AddRange(package.Entries.Where(e => e.Name.Contains("TorchSharp", StringComparison.OrdinalIgnoreCase) || e.Name.Contains("LocalTorch", StringComparison.OrdinalIgnoreCase))
        .Select(e => $"{id} holds {e.FullName}: a TorchSharp of its own."));
    using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
    string[] torch = [.. XDocument.Load(nuspec).Descendants().Where(e => e.Name.LocalName == "dependency" && (string?)e.Attribute("id") == "TorchSharp").Select(e => (string?)e.Attribute("version") ?? "")];
    if (torch is not ["[0.106.0, 0.108.0)"]) faults.Add($"{id} depends on TorchSharp '{string.Join("', '", torch)}'; it must be '[0.106.0, 0.108.0)'.");
}

faults.ForEach(Console.Error.WriteLine);
return faults.Count == 0 ? 0 : 1;
