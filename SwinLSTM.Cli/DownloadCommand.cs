using System.CommandLine;
using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm download</c>: fetches published files by name, and checks them.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = "Which files; --list shows them.", Arity = ArgumentArity.ZeroOrMore };
        var list = Verb.Switch("--list", "List the files that are known.");
        var to = Verb.Text("--to", "FOLDER", "Where to.", "data");
        var table = Verb.Text("--table", "FILE.json", "A table of your own, put over the known one (docs/data.md).");
        var sha256 = Verb.Text("--sha256", "HEX", "The SHA-256 that a file must have, where none is published.");
        var trusted = Verb.Switch("--unchecked", "Take a file without a published SHA-256 as it comes, and report the one it has.");
        var unpack = Verb.Switch("--unpack", "Unpack a zip or tar file beside itself.");
        return Verb.Create("download", "Fetch published data sets: resumed, checked, and only once.", "mnist-train --to data",
            names, list, to, table, sha256, trusted, unpack).Does((parsed, cancellation) =>
        {
            var (given, sum, folder) = (parsed.GetValue(names)!, parsed.GetValue(sha256), parsed.GetValue(to)!);
            if (given.Length == 0 && !parsed.GetValue(list))
                throw new ArgumentException("Which file? Give its NAME; 'swinlstm download --list' shows them.");
            if (sum is not null && given.Length != 1) throw new ArgumentException("--sha256 belongs to one file; give one NAME.");
            if (sum is not null && (sum.Length != 64 || !sum.All(char.IsAsciiHexDigit)))
                throw new ArgumentException($"--sha256 is '{sum}'; it has 64 hexadecimal digits.");
            if (parsed.GetValue(table) is { } missing && !File.Exists(missing))
                throw new FileNotFoundException($"--table: there is no file '{missing}'. docs/data.md shows one.");
            var files = parsed.GetValue(table) is { } own ? KnownFiles.With(own) : KnownFiles.All;
            if (parsed.GetValue(list)) List(files);
            // All names are looked at before anything is fetched.
            var wanted = given.Select(name => KnownFiles.Find(name, files)).ToList();
            if (sum is not null) wanted = [wanted[0] with { Sha256 = sum }];
            // What nothing vouches for is refused before there is a folder.
            if (wanted.Any(file => file.Sha256 is not null) || parsed.GetValue(trusted)) Verb.MakeFolder("--to", folder);
            using var downloads = new Downloads(new() { AcceptUnchecked = parsed.GetValue(trusted) });
            foreach (var file in wanted)
                Fetch(downloads, file, folder, parsed.GetValue(unpack), cancellation).GetAwaiter().GetResult();
        }, "Stopped. What has arrived is kept; the same command goes on from there.");
    }

    private static void List(IReadOnlyList<DatasetFile> files)
    {
        var width = files.Max(file => file.Name.Length);
        foreach (var file in files)
        {
            var size = file.Bytes is { } bytes ? ProgressLine.Size(bytes) : "";
            var missing = file.Sha256 is null ? " (no SHA-256 is published)" : "";
            Console.WriteLine($"{file.Name.PadRight(width)}  {size,9}  {file.Description}{missing}");
            Console.WriteLine($"{new string(' ', width)}             {file.HomePage}  {file.Licence}");
        }
    }

    private static async Task Fetch(Downloads downloads, DatasetFile file, string folder, bool unpack, CancellationToken cancellation)
    {
        DownloadedFile here;
        using (var line = new ProgressLine())
            here = await downloads.DownloadAsync(file, folder,
                new Direct<DownloadProgress>(told => line.Show(file.FileName, told.Bytes, (double)told.Bytes / told.Total)), cancellation);
        Console.WriteLine($"{here.Path}: {ProgressLine.Size(here.Bytes)}, {(here.Fetched ? "fetched" : "already there")}, "
            + $"SHA-256 {here.Sha256}, {(file.Sha256 is null ? "not checked" : "as it must be")}.");
        if (!unpack) return;
        var target = Path.Combine(folder, Path.GetFileNameWithoutExtension(file.FileName));
        var isThere = Directory.Exists(target);
        if (!isThere) Archives.Extract(here.Path, target, cancellation: cancellation);
        Console.WriteLine($"{target}: {(isThere ? "already there" : "unpacked")}.");
    }
}
