using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

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

    private static string Rename(string old) => Renamed.Aggregate(old, (text, r) => text.Replace(r.Old, r.New, StringComparison.Ordinal));

    public static bool Is(TensorFile file, string versionKey) => file.Metadata[versionKey] == "1";

    public static TensorFile Upgrade(TensorFile file, string name, string versionKey, string kindKey, string optionsKey)
    {
        try
        {
            var json = JsonNode.Parse(file.Metadata.GetValueOrDefault(optionsKey) ?? "null")?.AsObject()
                ?? throw new InvalidDataException("It lacks options.");
            var frame = json["Frame"]?.AsObject() ?? throw new InvalidDataException("Its options lack the frame.");
            int Of(string member) => frame[member]?.GetValue<int>() ?? throw new InvalidDataException($"Its frame lacks {member}.");
            json.Remove("Frame");
            json["Channels"] = Of("Channels");
            foreach (var stage in json["Stages"]?.AsArray() ?? [])
                stage!["Then"] = stage["Then"]?.GetValue<string>() switch { "Merge" => "Downsample", "Expand" => "Upsample", _ => "None" };
            var options = OptionsJson.FromJson(json.ToJsonString());
            var (height, width) = (Of("Height"), Of("Width"));
            if (height is < 1 or > 65_536 || width is < 1 or > 65_536)
                throw new InvalidDataException($"Its frame is {height} × {width} pixels.");
            var windows = TokenGrid.Of(height, width, options.PatchSize).OfStages(options)
                .Select(grid => WindowLayout.Of(grid, options.Window, shifted: false).Window).ToList();

            var metadata = new Dictionary<string, string>(file.Metadata)
            {
                [versionKey] = "2",
                [kindKey] = "SwinLSTM",
                [optionsKey] = options.ToJson(),
            };
            return new(metadata, [.. file.Names.Select(old => (Rename(old), Widen(old)))]);

            Tensor Widen(string old) =>
                PositionTables.IsTable(old) && int.TryParse(old.Split('.')[1], out var stage) && stage >= 0 && stage < windows.Count
                    ? PositionTables.Widen(file[old], windows[stage], options.Window)
                    : file[old].alias();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException
            or InvalidDataException)
        {
            throw new InvalidDataException($"'{name}' holds options that cannot be read. {e.Message}", e);
        }
    }
}
