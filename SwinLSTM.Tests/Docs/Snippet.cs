using System.Text.RegularExpressions;

namespace SwinLSTM.Tests;

/// <summary>A piece of C#: the namespaces it uses, and its lines without the indentation they share.</summary>
internal sealed partial record Snippet(string Where, IReadOnlyList<string> Usings, string Code)
{
    /// <summary>The C# blocks of a page.</summary>
    public static IEnumerable<Snippet> OfPage(string path) =>
        Block().Matches(Repository.Text(path)).Select((block, i) => Parse($"{path}, C# block {i + 1}", block.Groups["code"].Value));

    /// <summary>The regions of a source file, each with the usings of the whole file.</summary>
    public static IEnumerable<Snippet> OfSource(string path)
    {
        var text = Repository.Text(path);
        var usings = Using().Matches(text).Select(u => u.Groups["what"].Value).ToList();
        return Region().Matches(text)
            .Select(region => Parse($"{path}, region {region.Groups["name"].Value}", region.Groups["code"].Value) with { Usings = usings });
    }

    private static Snippet Parse(string where, string code)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();
        var usings = lines.Select(line => Using().Match(line)).Where(match => match.Success).Select(match => match.Groups["what"].Value)
            .ToList();
        var rest = lines.Where(line => !Using().IsMatch(line)).SkipWhile(line => line == "").Reverse().SkipWhile(line => line == "")
            .Reverse().ToList();
        var indentation = rest.Where(line => line != "").Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return new(where, usings, string.Join('\n', rest.Select(line => line == "" ? "" : line[indentation..])));
    }

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```\s*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ \t]*#region (?<name>.+?)\r?\n(?<code>.*?)^[ \t]*#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    // `using System;` and `using static X.Y;`, but neither `using var x = ...` nor `using Tensor x = ...`.
    [GeneratedRegex(@"^using (?<what>(static )?[\w.]+);\r?$", RegexOptions.Multiline)]
    private static partial Regex Using();
}
