using System.Globalization;
using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>From sources to a folder of prepared frames.</summary>
internal static class Preparation
{
    public static void Run(PrepareSettings settings, CancellationToken cancellation)
    {
        var sources = new List<OpenedSource>();
        try
        {
            foreach (var path in settings.Data.Sources)
                sources.Add(SourceKinds.Open(path, settings.Data));
            if (Path.GetDirectoryName(settings.Output) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            Write(sources, settings, cancellation);
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }

        using var prepared = PreparedFrames.Open(settings.Output);
        var size = ProgressLine.Size(new DirectoryInfo(settings.Output).EnumerateFiles().Sum(file => file.Length));
        Console.WriteLine($"{settings.Output}: {prepared.Series.Count} series, {prepared.Frames} frames of {prepared.Frame}, {size}.");
    }

    /// <summary>What an interrupted run leaves.</summary>
    public static string WhatStays(PrepareSettings settings) => Directory.Exists(settings.Output + ".part")
        ? $"Stopped. What is done is kept in {settings.Output}.part; the same command goes on from there."
        : "Stopped. Nothing was written yet.";

    private static void Write(List<OpenedSource> sources, PrepareSettings settings, CancellationToken cancellation)
    {
        using var line = new ProgressLine();
        var progress = new Direct<PrepareProgress>(told => line.Show(told.Series, told.Bytes, (double)told.Frames / told.Total));
        var options = new PrepareOptions
        {
            Storage = sources.All(source => source.Bytes) && !settings.Floats ? FrameStorage.Bytes : FrameStorage.Float32,
            Source = string.Join('\n', settings.Data.Sources.Select(Identity).Append(settings.Words)),
            Overwrite = settings.Force,
            Restart = settings.Restart,
            BlockBytes = settings.BlockBytes,
            // Decoders read from the beginning to the end.
            Readers = settings.Readers,
        };
        if (sources.Any(source => source is { Splits: not null, Samples: null }))
            throw new ArgumentException("A published set is read as it is, with its splits; name its files to prepare them.");
        if (sources is [{ Samples: { } samples }])
            PreparedFrames.Write(settings.Output, samples, options, progress, cancellation);
        else if (sources.All(source => source.Samples is null))
            PreparedFrames.Write(settings.Output, [.. sources.SelectMany(source => source.Series)], options, progress, cancellation);
        else
            throw new ArgumentException("A source of whole samples (digits, arrays with an axis N) is prepared by itself. Prepare the sources one by one, "
                + "each into a folder of its own.");
    }

    /// <summary>What a source is, as far as can be told without reading it: its name, length and date.</summary>
    private static string Identity(string path) => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{path} ({file.Length} bytes, {file.LastWriteTimeUtc:u})")
        : path;
}
