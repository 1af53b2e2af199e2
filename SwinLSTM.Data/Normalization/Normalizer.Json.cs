using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM.Data;

// The file form: {"version":1,"offsets":[...],"scales":[...]}, every number as exact as float64 is.
public sealed partial class Normalizer
{
    private const int Version = 1, LongestText = 1 << 20;

    private static readonly JsonSerializerOptions Style = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 4,
    };

    /// <summary>The numbers as one JSON object, with a version.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Form { Version = Version, Offsets = offsets, Scales = scales }, Style);

    /// <summary>A normaliser from what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">
    /// The text is no normaliser, one of another version, or one of numbers that cannot be.
    /// </exception>
    public static Normalizer FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > LongestText)
            throw Bad($"it has {json.Length} characters; at most {LongestText} are read");
        try
        {
            var form = JsonSerializer.Deserialize<Form>(json, Style) ?? throw Bad("it is null");
            if (form.Version != Version)
                throw Bad($"it is of version {form.Version}; this library reads version {Version}");
            return PerChannel(form.Offsets, form.Scales);
        }
        catch (JsonException e)
        {
            throw Bad(e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw Bad(e.Message, e);
        }
    }

    private static InvalidDataException Bad(string found, Exception? reason = null) =>
        new($"This text is no normaliser: {found.TrimEnd('.')}. Use what Normalizer.ToJson wrote, whole; if a newer release of this " +
            "library wrote it, use that one.", reason);

    private sealed class Form
    {
        [JsonRequired]
        public int Version { get; init; }

        [JsonRequired]
        public double[] Offsets { get; init; } = [];

        [JsonRequired]
        public double[] Scales { get; init; } = [];
    }
}
