using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary>Run files: JSON in which a key that nobody knows is an error that names the nearest one, because a misspelt number would
/// silently be its default.</summary>
internal static class ConfigJson
{
    private static readonly JsonSerializerOptions Style = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Reading = new()
    {
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    public static string Text(RunConfig config) => JsonSerializer.Serialize(config, Style) + "\n";

    public static JsonObject Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                throw new FileNotFoundException(
                    $"There is no run file '{path}'. 'swinlstm train --print-config' prints one with every key and its default.");
            var tree = JsonNode.Parse(File.ReadAllText(path), null, Reading) as JsonObject ?? throw new InvalidDataException(
                $"'{path}' is no run file: it must be one JSON object.");
            CheckKeys(tree, typeof(RunConfig), "", path);
            return tree;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is no run file: {e.Message}", e);
        }
    }

    /// <param name="tree">The keys.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="InvalidDataException">A value of the wrong kind.</exception>
    /// <exception cref="ArgumentException">A value that is out of range.</exception>
    public static RunConfig Config(JsonObject tree, string path)
    {
        foreach (var flag in ConfigFlags.All) flag.Check(tree);
        try
        {
            return tree.Deserialize<RunConfig>(Style)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            var at = e is JsonException { Path: { Length: > 2 } place } ? $"{place[2..]} has a value that it cannot have" : e.Message;
            throw new InvalidDataException($"'{path}': {at}. 'swinlstm train --print-config' shows every key with its default.", e);
        }
    }

    /// <summary>Sets a value below a path of keys, such as <c>training.steps</c>.</summary>
    public static void Set(JsonObject tree, string key, JsonNode? value)
    {
        var names = key.Split('.');
        foreach (var name in names[..^1]) tree = (JsonObject)(tree[name] ??= new JsonObject());
        tree[names[^1]] = value;
    }

    private static void CheckKeys(JsonObject tree, Type type, string at, string path)
    {
        var known = Properties(type).ToDictionary(
            property => Style.PropertyNamingPolicy!.ConvertName(property.Name), property => property.PropertyType);
        foreach (var (name, value) in tree)
        {
            if (at == "training.schedule" && name == "kind") continue;
            if (!known.TryGetValue(name, out var inner))
                throw new InvalidDataException($"'{path}' has the key '{at}{(at == "" ? "" : ".")}{name}', which is not known. "
                    + $"Did you mean '{known.Keys.MinBy(key => Distance(key, name))}'? Known here: {string.Join(", ", known.Keys)}.");
            if (!inner.IsClass || !inner.Namespace!.StartsWith(nameof(SwinLSTM), StringComparison.Ordinal) || value is null) continue;
            var place = at == "" ? name : $"{at}.{name}";
            CheckKeys(value as JsonObject ?? throw new InvalidDataException($"'{path}': '{place}' is an object, in braces; "
                + $"{value.ToJsonString()} was given. 'swinlstm train --print-config' shows every key."), inner, place, path);
        }
    }

    // The keys of a schedule are those of its kind; which one it is, the reader checks.
    private static IEnumerable<PropertyInfo> Properties(Type type) => (type == typeof(LearningRateSchedule)
        ? type.GetCustomAttributes<JsonDerivedTypeAttribute>().SelectMany(kind => kind.DerivedType.GetProperties())
            .DistinctBy(property => property.Name)
        : type.GetProperties()).Where(property => property.GetMethod is { IsPublic: true, IsStatic: false });

    /// <summary>Letters to change, add or take away (Levenshtein).</summary>
    public static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + change));
            }
        }

        return row[^1];
    }
}
