using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm prepare</c>: converts any source once into one folder that trains at full speed.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = $"What to convert, one or several of one frame size: {SourceKinds.Words}.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "The folder to be. Python reads it too: numpy.load(\"frames.npy\", mmap_mode=\"r\").",
            Required = true,
            HelpName = "FOLDER",
        };
        var floats = new Option<bool>("--float") { Description = "Store float32, where pictures and digits would be stored as bytes." };
        var readers = new Option<int>("--readers") { Description = "Blocks of arrays and digits that are read at the same time.", DefaultValueFactory = _ => 2 };
        var block = new Option<int>("--block")
        {
            Description = "Bytes that are read and written at a time.",
            DefaultValueFactory = _ => 8 << 20,
            Hidden = true,
        };
        var restart = new Option<bool>("--restart") { Description = "Begin anew, whatever an interrupted run left." };
        var force = new Option<bool>("--force") { Description = "Replace a folder that is there, once the new one is whole." };
        AtLeast(readers, 1);
        AtLeast(block, 1);

        var command = new Command("prepare", "Convert frames from any source into one folder that trains at full speed. An interrupted run is continued by "
            + "the same command.\n\nExample: swinlstm prepare street.mp4 --grey --size 64x64 --out street")
        {
            sources, output, floats, readers, block, restart, force,
        };
        var flags = ConfigFlags.Some("--key", "--layout", "--scans", "--grey", "--fps", "--size", "--inputs", "--horizon", "--count", "--seed");
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var tree = new JsonObject();
            ConfigFlags.Apply(parsed, flags, tree);
            ConfigJson.Set(tree, "data.sources", new JsonArray([.. parsed.GetValue(sources)!.Select(source => JsonValue.Create(source))]));
            var settings = new PrepareSettings(ConfigJson.Config(tree, "prepare").Data, parsed.GetValue(output)!.FullName, parsed.GetValue(floats),
                parsed.GetValue(readers), parsed.GetValue(block), parsed.GetValue(restart), parsed.GetValue(force));
            return Refusal.Run(() => Task.Run(() => Preparation.Run(settings, cancellation), CancellationToken.None),
                () => Preparation.WhatStays(settings));
        });
        return command;
    }

    private static void AtLeast(Option<int> option, int least) => option.Validators.Add(r =>
    {
        if (r.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value < least)
            r.AddError($"{option.Name} is at least {least}.");
    });
}
