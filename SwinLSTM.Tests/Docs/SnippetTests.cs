using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>The documents: their code is compiled, and their links lead somewhere.</summary>
public partial class SnippetTests
{
    private static readonly Lazy<IReadOnlyList<Snippet>> regions = new(() =>
        [.. Repository.Files("samples/Readme", "*.cs").SelectMany(Snippet.OfSource)]);

    private static readonly string[] pages =
    [
        .. Repository.Files("", "*.md", SearchOption.TopDirectoryOnly),
        .. Repository.Files("docs", "*.md"),
        .. Repository.Files("samples", "*.md"),
        .. Directory.EnumerateDirectories(Repository.Root, "SwinLSTM.*").SelectMany(folder =>
            Repository.Files(Repository.From(folder), "*.md", SearchOption.TopDirectoryOnly)).Order(StringComparer.Ordinal),
    ];

    /// <summary>All documents: what the tests of their commands read, too.</summary>
    internal static IReadOnlyList<string> AllPages => pages;

    public static TheoryData<string> Pages() => [.. pages];

    [Fact]
    public void The_pages_are_all_there() => pages.Should().Contain(
    [
        "README.md", "CHANGELOG.md", "docs/shapes.md", "docs/fidelity.md", "docs/memory.md", "samples/README.md",
        "SwinLSTM.Core/README.md", "SwinLSTM.Data/README.md", "SwinLSTM.Metrics/README.md", "SwinLSTM.Training/README.md",
    ]);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_code_is_compiled(string page)
    {
        foreach (var block in Snippet.OfPage(page))
        {
            var same = regions.Value.Where(region => region.Code == block.Code).ToList();
            same.Should().NotBeEmpty($"{block.Where} must be a region of samples/Readme:\n{block.Code}\n");
            same.Should()
                .Contain(region => block.Usings.All(region.Usings.Contains), $"{block.Where} needs its usings where it is compiled");
        }
    }

    [Fact]
    public void Every_region_is_in_a_page()
    {
        var blocks = pages.SelectMany(Snippet.OfPage).Select(block => block.Code).ToHashSet();
        regions.Value.Where(region => !blocks.Contains(region.Code)).Select(region => region.Where).Should()
            .BeEmpty("code that no page shows belongs elsewhere");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_into_the_repository_leads_somewhere(string page)
    {
        foreach (var target in Link().Matches(Repository.Text(page)).Select(match => match.Groups["target"].Value))
        {
            if (target.Contains("://", StringComparison.Ordinal)) continue;
            var (path, anchor) = target.Split('#') is [var file, var heading] ? (file, heading) : (target, null);
            var full = path == "" ? Repository.At(page) : Path.Combine(Path.GetDirectoryName(Repository.At(page))!, path);
            (File.Exists(full) || Directory.Exists(full)).Should().BeTrue($"{page} links to {target}");
            if (anchor is not null) Anchors(File.ReadAllText(full)).Should().Contain(anchor, $"{page} links to {target}");
        }
    }

    [Theory]
    [InlineData("README.md", 180)]
    public void The_front_page_stays_short(string page, int lines) =>
        Repository.Text(page).Split('\n').Length.Should().BeLessThanOrEqualTo(lines + 1);

    [Fact]
    public void The_front_page_comes_to_the_point()
    {
        var before = Repository.Text("README.md").Split("```")[0];
        before.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Should().HaveCountLessThanOrEqualTo(90);
    }

    private static IEnumerable<string> Anchors(string page) => Heading().Matches(page).Select(heading =>
        string.Concat(heading.Groups["text"].Value.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
