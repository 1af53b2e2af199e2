using System.Text.Json;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>What a prepared file says of itself: its first member, <c>about.json</c>.</summary>
internal sealed record PreparedAbout(
    string Format, int Version, string Element, int Channels, int Height, int Width, bool Masked, string Source, int InputFrames, int TargetFrames, IReadOnlyList<PreparedAbout.Clip?> Clips)
{
    public const string FormatName = "SwinLSTM prepared frames";
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>One series: what messages call it, and how many frames it has.</summary>
    public sealed record Clip(string Name, long Frames);

    public static PreparedAbout Of(IReadOnlyList<IFrameSeries> series, string source, SequenceShape? samples)
    {
        var frame = series[0].Format;
        return new(FormatName, CurrentVersion, frame.Element.ToString(), frame.Channels, frame.Height, frame.Width, frame.Masked, source,
            samples?.InputFrames ?? 0, samples?.TargetFrames ?? 0, [.. series.Select(s => new Clip(s.Name, s.Length))]);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, json);

    /// <exception cref="InvalidDataException">It is not what a prepared file says of itself.</exception>
    public static PreparedAbout Parse(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            var about = JsonSerializer.Deserialize<PreparedAbout>(bytes, json);
            if (about?.Format != FormatName)
                throw Wrong("it names another format");
            if (about.Version != CurrentVersion)
                throw new InvalidDataException($"{path} is a prepared file of version {about.Version}; this program reads version {CurrentVersion}. Prepare it again, or use a newer SwinLSTM.Data.");
            if (about.Clips.Count == 0 || about.Clips.Any(clip => clip is not { Frames: >= 1 }))
                throw Wrong("a prepared file has at least one series, and each at least one frame");
            if (about.InputFrames < 0 || about.TargetFrames < 0)
                throw Wrong("a sample cannot have fewer than 0 frames");
            return about;
        }
        catch (JsonException e)
        {
            throw Wrong(e.Message);
        }

        InvalidDataException Wrong(string why) => new($"The description in {path} is no description of prepared frames: {why}. Prepare the file again.");
    }

    /// <exception cref="InvalidDataException">There are no such frames.</exception>
    public FrameFormat Frame(string path)
    {
        try
        {
            return Enum.TryParse<ScalarType>(Element, out var element) && Enum.IsDefined(element) && element.ToString() == Element
                ? new(Channels, Height, Width, element, Masked)
                : throw new InvalidDataException($"The description in {path} names the element type '{Element}', which there is not. Prepare the file again.");
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException($"The description in {path} is of frames that cannot be: {e.Message} Prepare the file again.", e);
        }
    }
}
