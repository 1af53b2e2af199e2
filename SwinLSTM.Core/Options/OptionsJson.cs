using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM;

/// <summary>Options as JSON, for people and for checkpoints.</summary>
public static class OptionsJson
{
    private static readonly JsonSerializerOptions Style = new()
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>Writes the options as one JSON object.</summary>
    public static string ToJson(this SwinLstmOptions options) => JsonSerializer.Serialize(options, Style);

    /// <summary>Reads options; members that are left out have their defaults.</summary>
    /// <exception cref="InvalidDataException">No JSON object of options: the message says where. An unknown member is an error, for it may
    /// be a newer version's.</exception>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public static SwinLstmOptions FromJson(string json)
    {
        var options = Read<SwinLstmOptions>(json);
        OptionsRules.Validate(options);
        return options;
    }

    internal static string Write<T>(T options) => JsonSerializer.Serialize(options, Style);

    internal static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Style)
                ?? throw new InvalidDataException("The options are null; expected a JSON object.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"These are no {typeof(T).Name}: {e.Message} If a newer version of this library wrote them, use that version.", e);
        }
    }
}
