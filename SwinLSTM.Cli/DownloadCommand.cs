using System.CommandLine;
using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm download</c>: fetches published files by name, and checks them.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = "Which files; --list shows them.", Arity = ArgumentArity.ZeroOrMore };
        var list = new Option<bool>("--list") { Description = "List the files that are known." };
        var folder = new Option<DirectoryInfo>("--to") { Description = "Where to.", DefaultValueFactory = _ => new("data"), HelpName = "FOLDER" };
        var table = new Option<FileInfo?>("--table") { Description = "A table of your own, put over the known one (docs/data.md).", HelpName = "FILE.json" };
        var sha256 = new Option<string?>("--sha256") { Description = "The SHA-256 that a file must have, where none is published.", HelpName = "HEX" };
        var unchecked_ = new Option<bool>("--unchecked")
        {
            Description = "Take a file without a published SHA-256 as it comes, and report the one it has.",
        };
        var unpack = new Option<bool>("--unpack") { Description = "Unpack a zip or tar file beside itself." };
        var command = new Command("download", "Fetch published data sets: resumed, checked, and only once.\n\nExample: swinlstm download mnist-train --to data")
        {
            names, list, folder, table, sha256, unchecked_, unpack,
        };
        command.Validators.Add(r =>
        {
            var count = r.GetValue(names)?.Length ?? 0;
            if (count == 0 && !r.GetValue(list))
                r.AddError("Which file? Give its NAME; 'swinlstm download --list' shows them.");
            if (r.GetValue(sha256) is not null && count != 1)
                r.AddError("--sha256 belongs to one file; give one NAME.");
        });
        command.SetAction((parsed, cancellation) => Refusal.Run(async () =>
        {
            var files = parsed.GetValue(table) is { } own ? KnownFiles.With(own.FullName) : KnownFiles.All;
            if (parsed.GetValue(list))
                List(files);
            // All names are looked at before anything is fetched.
            var wanted = parsed.GetValue(names)!.Select(name => KnownFiles.Find(name, files)).ToList();
            if (parsed.GetValue(sha256) is { } sum)
                wanted = [wanted[0] with { Sha256 = sum }];
            using var downloads = new Downloads(new() { AcceptUnchecked = parsed.GetValue(unchecked_) });
            foreach (var file in wanted)
                await Fetch(downloads, file, parsed.GetValue(folder)!.FullName, parsed.GetValue(unpack), cancellation);
        }, () => "Stopped. What has arrived is kept; the same command goes on from there."));
        return command;
    }

    private static void List(IReadOnlyList<DatasetFile> files)
    {
        var width = files.Max(file => file.Name.Length);
        foreach (var file in files)
        {
            var size = file.Bytes is { } bytes ? ProgressLine.Size(bytes) : "";
            Console.WriteLine($"{file.Name.PadRight(width)}  {size,9}  {file.Description}{(file.Sha256 is null ? " (no SHA-256 is published)" : "")}");
            Console.WriteLine($"{new string(' ', width)}             {file.HomePage}  {file.Licence}");
        }
    }

    private static async Task Fetch(Downloads downloads, DatasetFile file, string folder, bool unpack, CancellationToken cancellation)
    {
        DownloadedFile here;
        using (var line = new ProgressLine())
            here = await downloads.DownloadAsync(file, folder,
                new Direct<DownloadProgress>(told => line.Show(file.FileName, told.Bytes, (double)told.Bytes / told.Total)), cancellation);
        Console.WriteLine($"{here.Path}: {ProgressLine.Size(here.Bytes)}, {(here.Fetched ? "fetched" : "already there")}, SHA-256 {here.Sha256}"
            + $"{(file.Sha256 is null ? ", not checked" : ", as it must be")}.");
        if (!unpack)
            return;
        var target = Path.Combine(folder, Path.GetFileNameWithoutExtension(file.FileName));
        if (Directory.Exists(target))
        {
            Console.WriteLine($"{target}: already there.");
            return;
        }
        Archives.Extract(here.Path, target, cancellation: cancellation);
        Console.WriteLine($"{target}: unpacked.");
    }
}
