using System.Text.RegularExpressions;
using FluentAssertions;
using Readme;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The commands of the guides: those of the first one are run, and every option that any of them names is one of its
/// verb.</summary>
public sealed partial class GuideTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guide");
    private readonly string before = Environment.CurrentDirectory;

    public GuideTests() => Environment.CurrentDirectory = folder.FullName;

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void The_first_guide_works_word_for_word_but_for_its_minutes()
    {
        var page = Repository.Text("docs/getting-started.md");
        ForeignTools.Python(Block(page, "python").Single());
        foreach (var command in Block(page, "console").SelectMany(Commands).Where(words => words[0] == "swinlstm"))
        {
            var words = command.Skip(1).ToArray();
            if (Array.IndexOf(words, "--minutes") is >= 0 and var at) (words[at], words[at + 1]) = ("--steps", "3");
            Swinlstm.RunIn(folder.FullName, words).ShouldSucceed();
        }

        foreach (var file in new[] { "runs/rain/report.html", "scores/report.html", "next.npy", "next.gif", "next.png" })
            File.Exists(file).Should().BeTrue(file);
        using var past = rand([1, 8, 1, 48, 32]);
        GettingStartedPage.Forecast(past);
    }

    [Fact]
    public void Every_option_that_a_page_names_is_one_of_its_verb()
    {
        var help = new Dictionary<string, string>();
        var named = SnippetTests.AllPages.SelectMany(page => Calls().Matches(Repository.Text(page)).Select(call => (page, call)));
        foreach (var (page, call) in named)
        {
            var verb = call.Groups["verb"].Value;
            if (!help.TryGetValue(verb, out var text)) help.Add(verb, text = Swinlstm.Run(verb, "--help").ShouldSucceed().Output);
            foreach (var option in Options().Matches(call.Groups["rest"].Value).Select(match => match.Value))
                text.Should().Contain(option, $"{page} names it: {call.Value}");
        }

        help.Should().HaveCountGreaterThan(5);
    }

    private static IEnumerable<string> Block(string page, string language) =>
        Regex.Matches(page, $@"^```{language}\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups["code"].Value);

    private static IEnumerable<string[]> Commands(string block) =>
        block.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal))
            .Select(line => line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\bswinlstm (?<verb>train|evaluate|forecast|inspect|convert|prepare|download|demo)\b(?<rest>[^`\n]*)")]
    private static partial Regex Calls();

    [GeneratedRegex(@"--[a-z][a-z-]+")]
    private static partial Regex Options();
}
