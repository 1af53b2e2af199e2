using System.Globalization;
using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>What the name of a clip of KTH says: <c>person07_running_d2_uncomp</c>, a folder of images or, with <c>.avi</c>, a video.</summary>
internal sealed partial record KthName(int Person, KthAction Action, int Scenario)
{
    public const string Rule = "Clips of KTH are called personXX_action_dY_uncomp (01 to 25; boxing, handclapping, handwaving, jogging, running or walking; 1 to 4), with .avi if they are videos";

    public static string FolderOf(KthAction action) => action.ToString().ToLowerInvariant();

    /// <exception cref="InvalidDataException">It is no such name.</exception>
    public static KthName Parse(string name) =>
        Clip().Match(name) is { Success: true } match && Number(match.Groups["person"].ValueSpan) is >= 1 and <= 25 and var person
            ? new(person, Enum.GetValues<KthAction>().Single(action => match.Groups["action"].ValueSpan.SequenceEqual(FolderOf(action))), Number(match.Groups["scenario"].ValueSpan))
            : throw new InvalidDataException($"{Rule}; '{name}' is not. Rename or remove it.");

    /// <summary>The number of <c>image_0042.jpg</c>.</summary>
    /// <exception cref="InvalidDataException">It is no such name.</exception>
    public static int ParseImage(string name) => Image().Match(name) is { Success: true } match
        ? Number(match.Groups["number"].ValueSpan)
        : throw new InvalidDataException($"Images of KTH are called image_NNNN.jpg, with at least four and at most nine digits; '{name}' is not. Rename or remove it.");

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^person(?<person>[0-9]{2})_(?<action>boxing|handclapping|handwaving|jogging|running|walking)_d(?<scenario>[1-4])_uncomp(\.avi)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Clip();

    [GeneratedRegex(@"^image_(?<number>[0-9]{4,9})\.jpe?g\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Image();
}
