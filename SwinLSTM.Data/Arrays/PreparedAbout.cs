using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM.Data;

/// <summary>What a folder of prepared frames says of itself, <c>about.json</c>.</summary>
/// <param name="Source">What the frames were made from, in the words of whoever made them.</param>
/// <param name="InputFrames">Input frames of the samples that the series are; 0 where they are none.</param>
/// <param name="TargetFrames">Target frames of those samples.</param>
/// <param name="TargetChannels">Channels of those samples that are to be forecast.</param>
/// <param name="Names">What messages call each series.</param>
[method: JsonConstructor]
internal sealed record PreparedAbout(string Source, int InputFrames, int TargetFrames, int TargetChannels, IReadOnlyList<string> Names)
{
    public const string FileName = "about.json";
    private const string FormatName = "SwinLSTM prepared frames";
    private const int CurrentVersion = 2;

    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    public PreparedAbout(string source, SequenceShape? samples, IReadOnlyList<string> names)
        : this(source, samples?.InputFrames ?? 0, samples?.TargetFrames ?? 0, samples?.TargetChannels ?? 0, names)
    {
    }

    public string Format { get; init; } = FormatName;
    public int Version { get; init; } = CurrentVersion;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, json);

    /// <exception cref="InvalidDataException">It is not what prepared frames say of themselves.</exception>
    public static PreparedAbout Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var file = File.OpenRead(path);
            var about = JsonSerializer.Deserialize<PreparedAbout>(file, json);
            return about switch
            {
                not { Format: FormatName } => throw Wrong("it names another format"),
                { Version: not CurrentVersion } => throw Wrong($"it is of version {about.Version}, and this program reads version " +
                    $"{CurrentVersion}"),
                _ when about.Names.Contains(null!) => throw Wrong("a name is missing"),
                { InputFrames: < 0 } or { TargetFrames: < 0 } => throw Wrong("a sample cannot have fewer than 0 frames"),
                _ => about,
            };
        }
        catch (FileNotFoundException e)
        {
            throw new InvalidDataException($"{folder} holds no prepared frames, or those of a run that was interrupted. Prepare them to " +
                "the end.", e);
        }
        catch (JsonException e)
        {
            throw Wrong(e.Message);
        }

        InvalidDataException Wrong(string why) => new($"{path} does not describe prepared frames: {why}. Prepare them again.");
    }
}
