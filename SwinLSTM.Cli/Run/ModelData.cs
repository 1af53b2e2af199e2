using System.CommandLine;
using System.Globalization;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>The data that a model is used on: what its run had, or what was given, cut as the model was trained.</summary>
internal static class ModelData
{
    /// <summary>The run file of a model's folder, with the command line over it.</summary>
    public static RunConfig Config(ParseResult parsed, IReadOnlyList<(Option Option, ConfigFlags.Flag Flag)> flags, string model)
    {
        var file = Directory.Exists(model) ? Path.Combine(model, RunFolder.ConfigName) : null;
        var tree = File.Exists(file) ? ConfigJson.Read(file) : [];
        ConfigFlags.Apply(parsed, flags, tree);
        return ConfigJson.Config(tree, file ?? "options") with { };
    }

    /// <summary>Lengths that nobody gave are those that the model was trained with.</summary>
    public static RunConfig WithNotes(RunConfig config, ForecastModel model)
    {
        var usual = new DataConfig();
        return config with
        {
            Data = config.Data with
            {
                Inputs = config.Data.Inputs == usual.Inputs ? Note("inputs") ?? usual.Inputs : config.Data.Inputs,
                Horizon = config.Data.Horizon == usual.Horizon ? Note("horizon") ?? usual.Horizon : config.Data.Horizon,
                Step = config.Data.Step == usual.Step ? Note("step") ?? usual.Step : config.Data.Step,
            },
        };

        int? Note(string key) => model.Notes.TryGetValue(key, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>The range of values of each channel, for pictures.</summary>
internal static class Ranges
{
    /// <summary>Those of the first samples of a data set.</summary>
    public static IReadOnlyList<(double Low, double High)> Of(ISequenceDataset data)
    {
        using var scope = NewDisposeScope();
        return Of(data.Batch(0, (int)Math.Min(32, data.Count)).Frames);
    }

    /// <param name="frames"><c>[B, T, C, H, W]</c>, NaN where missing.</param>
    public static IReadOnlyList<(double Low, double High)> Of(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, (int)frames.size(2)).Select(channel =>
        {
            var values = frames.select(2, channel); // [B, T, H, W]
            values = values[values.isfinite()]; // [N]
            if (values.NumberOfElements == 0) return (0, 1);
            var (low, high) = (values.min().item<float>(), values.max().item<float>());
            return (Round(low), high > low ? Round(high) : Round(low) + 1);
        })];

        // As people write a range.
        static double Round(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}

internal sealed class Direct<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
