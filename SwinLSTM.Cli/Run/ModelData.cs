using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace SwinLSTM.Cli;

/// <summary>A model and the data that it is used on: what its run had, or what was given, cut as the model was trained.</summary>
internal sealed class ModelData : IDisposable
{
    private readonly string path;

    /// <summary>Opens a model. Its run file, where it is the folder of a run, has the command line over it; lengths that nobody gave are
    /// those that the model was trained with.</summary>
    public ModelData(ParseResult parsed, string path)
    {
        this.path = path;
        var file = Directory.Exists(path) ? Path.Combine(path, RunFolder.ConfigName) : null;
        var tree = File.Exists(file) ? ConfigJson.Read(file) : [];
        ConfigFlags.Apply(parsed, ConfigFlags.Reading, tree);
        Device = Models.DeviceOf(ConfigJson.Config(tree, file ?? "options").Device);
        Model = Models.Open(path, Device);
        try
        {
            foreach (var key in new[] { "inputs", "horizon", "step" })
                if (tree["data"]?[key] is null && Model.Notes.TryGetValue(key, out var text)
                    && int.TryParse(text, CultureInfo.InvariantCulture, out var number))
                    ConfigJson.Set(tree, $"data.{key}", JsonValue.Create(number));
            Config = ConfigJson.Config(tree, file ?? "options");
            Source = new(Config.Data);
        }
        catch (FileNotFoundException e) when (File.Exists(file) && parsed.GetResult("--data") is null)
        {
            Model.Dispose();
            throw new FileNotFoundException($"{e.Message}\n('{file}' names it, as seen from where training ran. Give --data, or run this "
                + "there.)", e);
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    public ForecastModel Model { get; }

    public RunConfig Config { get; }

    public DataSource Source { get; }

    public Device Device { get; }

    /// <summary>Refuses frames of other channels than the model's.</summary>
    public void CheckChannels(long channels) => Models.CheckChannels(Model, channels, path, Source.Name);

    public void Dispose()
    {
        Source.Dispose();
        Model.Dispose();
    }
}
