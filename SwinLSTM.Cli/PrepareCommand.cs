using System.CommandLine;
using System.Globalization;

namespace SwinLSTM.Cli;

/// <summary><c>swinlstm prepare</c>: converts any source once into one folder that trains at full speed.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var sources = new Argument<string[]>("SOURCE") { Description = $"What to convert, one or several of one frame size: {SourceKinds.Words}.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<FileInfo>("--out") { Description = "The folder to be. Python reads it too: numpy.load(\"frames.npy\", mmap_mode=\"r\").", Required = true, HelpName = "FOLDER" };
        var key = new Option<string?>("--key") { Description = "Which array of an .npz file.", HelpName = "NAME" };
        var layout = new Option<string?>("--layout") { Description = "A letter for each axis of an array: N samples, T time, C channels, H rows, W columns; such as TNHW.", HelpName = "LETTERS" };
        var floats = new Option<bool>("--float") { Description = "Store float32, where pictures and digits would be stored as bytes." };
        var grey = new Option<bool>("--grey") { Description = "Images and videos in grey, one channel, instead of red, green, blue." };
        var size = new Option<string?>("--size") { Description = "Resize images and videos; the canvas of moving digits.", HelpName = "HEIGHTxWIDTH" };
        var rate = new Option<double?>("--fps") { Description = "Frames per second of videos; every picture once if left out.", HelpName = "NUMBER" };
        var inputs = new Option<int>("--inputs") { Description = "Frames that the network sees, of moving digits.", DefaultValueFactory = _ => 10 };
        var targets = new Option<int>("--targets") { Description = "Frames to be forecast, of moving digits and of arrays of samples.", DefaultValueFactory = _ => 10 };
        var count = new Option<long>("--count") { Description = "How many sequences of moving digits.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<ulong>("--seed") { Description = "Another seed: other moving digits.", DefaultValueFactory = _ => 0 };
        var readers = new Option<int>("--readers") { Description = "Blocks of arrays and digits that are read at the same time.", DefaultValueFactory = _ => 2 };
        var block = new Option<int>("--block") { Description = "Bytes that are read and written at a time.", DefaultValueFactory = _ => 8 << 20, Hidden = true };
        var restart = new Option<bool>("--restart") { Description = "Begin anew, whatever an interrupted run left." };
        var force = new Option<bool>("--force") { Description = "Replace a folder that is there, once the new one is whole." };
        size.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && Size(token.Value) is null) r.AddError($"--size is HEIGHTxWIDTH in pixels, such as 128x160; '{token.Value}' was given.");
        });
        AtLeast(readers, 1);
        AtLeast(block, 1);
        AtLeast(inputs, 1);
        AtLeast(targets, 0);

        var command = new Command("prepare", "Convert frames from any source into one folder that trains at full speed. An interrupted run is continued by the same command.")
        {
            sources, output, key, layout, floats, grey, size, rate, inputs, targets, count, seed, readers, block, restart, force,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new PrepareSettings(parsed.GetValue(sources)!, parsed.GetValue(output)!.FullName, parsed.GetValue(key), parsed.GetValue(layout), parsed.GetValue(floats), parsed.GetValue(grey),
                parsed.GetValue(size) is { } text ? Size(text) : null, parsed.GetValue(rate), parsed.GetValue(inputs), parsed.GetValue(targets), parsed.GetValue(count), parsed.GetValue(seed),
                parsed.GetValue(readers), parsed.GetValue(block), parsed.GetValue(restart), parsed.GetValue(force));
            return Refusal.Run(() => Task.Run(() => Preparation.Run(settings, cancellation), CancellationToken.None), () => Preparation.WhatStays(settings));
        });
        return command;
    }

    private static void AtLeast(Option<int> option, int least) => option.Validators.Add(r =>
    {
        if (r.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value < least) r.AddError($"{option.Name} is at least {least}.");
    });

    private static (int Height, int Width)? Size(string text) =>
        text.Split('x', 'X') is [var h, var w] && int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && height > 0 && width > 0 ? (height, width) : null;
}
