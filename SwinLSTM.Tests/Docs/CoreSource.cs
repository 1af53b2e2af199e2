using System.Text.RegularExpressions;

namespace SwinLSTM.Tests;

/// <summary>A source file of SwinLSTM.Core: its room, the types it declares and the words its code uses as types.</summary>
internal sealed partial class CoreSource
{
    private readonly string code;

    public CoreSource(string path)
    {
        Path = path;
        Room = path.Split('/') is [_, var room, _] ? room : "";
        code = Noise().Replace(Repository.Text(path), " ");
        Declares = [.. Declaration().Matches(code).Select(match => match.Groups["name"].Value)];
    }

    /// <summary>What is compiled into the package; what runs in a consumer's build is not.</summary>
    public static IReadOnlyList<CoreSource> All { get; } = [.. Repository.Files("SwinLSTM.Core", "*.cs").Where(path =>
        !path.Contains("/buildTransitive/", StringComparison.Ordinal)).Select(path => new CoreSource(path))];

    public string Path { get; }

    public string Room { get; }

    public IReadOnlyList<string> Declares { get; }

    /// <summary>Whether the code names a type: the word, but not as a member of something, nor as a property, label or method of that
    /// name.</summary>
    public bool Names(string type) =>
        Regex.IsMatch(code, $@"(?<=SwinLSTM\.|[^.\w]){type}\b(?!\s*(=[^=]|:|\(|\{{\s*(get|set|init)\b))")
        || Regex.IsMatch(code, $@"(\b(new|is|case)\s+|:\s*){type}\(");

    // Comments, strings (raw, verbatim and plain, with what they interpolate) and characters.
    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|\$*""""""(.*?)""""""|\$?@?""(\\.|[^""\\\n])*""|'(\\.|[^'\\])'", RegexOptions.Singleline)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\b(class|interface|enum|record struct|record class|record|struct)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();
}
