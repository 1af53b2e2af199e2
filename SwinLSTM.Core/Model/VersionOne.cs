using System.Text.Json;
using System.Text.Json.Nodes;

namespace SwinLSTM;

/// <summary>Files of version 1, made like those of version 2: the options had a frame's size, small grids had small position tables, parts
/// had other names.</summary>
internal static class VersionOne
{
    private static readonly (string Old, string New)[] Renamed =
    [
        (".cell.blocks.blocks.", ".cell.blocks."), (".fuse.both.", ".fuse."), (".merging.", ".downsample."),
        (".expanding.", ".upsample."), ("inflation.", "unembedding."),
    ];

    public static TensorFile Upgrade(TensorFile file, string name)
    {
        try
        {
            var json = JsonNode.Parse(file.Metadata.GetValueOrDefault(ModelFile.OptionsKey) ?? "null")?.AsObject()
                ?? throw new InvalidDataException("It lacks options.");
            var frame = json["Frame"].Deserialize<Frame>(JsonSerializerOptions.Strict)
                ?? throw new InvalidDataException("Its options lack the frame.");
            if (frame.Height is < 1 or > 65_536 || frame.Width is < 1 or > 65_536)
                throw new InvalidDataException($"Its frame is {frame.Height} × {frame.Width} pixels.");
            json.Remove("Frame");
            json["Channels"] = frame.Channels;
            foreach (var stage in json["Stages"]?.AsArray() ?? [])
                stage!["Then"] = stage["Then"]?.GetValue<string>() switch { "Merge" => "Downsample", "Expand" => "Upsample", _ => "None" };
            var options = OptionsJson.FromJson(json.ToJsonString());
            var windows = TokenGrid.Of(frame.Height, frame.Width, options.PatchSize).OfStages(options)
                .Select(grid => WindowLayout.Of(grid, options.Window, shifted: false).Window).ToList();
            return file.With(
                old => Renamed.Aggregate(old, (text, r) => text.Replace(r.Old, r.New, StringComparison.Ordinal)),
                (old, tensor) => RelativePositionBias.IsTable(old) && old.Split('.') is [_, var stage, ..]
                    && uint.TryParse(stage, out var i) && i < windows.Count
                    ? RelativePositionBias.Widen(tensor, windows[(int)i], options.Window)
                    : tensor,
                new Dictionary<string, string>(file.Metadata)
                {
                    [ModelFile.VersionKey] = ModelFile.Version,
                    [ModelFile.KindKey] = ModelFile.SwinLstm,
                    [ModelFile.OptionsKey] = options.ToJson(),
                });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException
            or InvalidDataException)
        {
            throw new InvalidDataException($"'{name}' holds options that cannot be read. {e.Message}", e);
        }
    }

    private sealed record Frame(int Channels, int Height, int Width);
}
