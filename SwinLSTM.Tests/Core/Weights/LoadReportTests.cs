using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class LoadReportTests
{
    [Fact]
    public void It_counts_everything_and_lists_what_does_not_fit()
    {
        var report = new LoadReport(["a", "b"], ["mask"], ["c"], ["x", "y"], ["d is [1] in the file and [2] here"]);
        report.Fits.Should().BeFalse();
        report.ToString().Should().Be("""
            2 loaded, 1 known and unused, 1 missing, 2 unexpected, 1 of a wrong shape
              wrong shape: d is [1] in the file and [2] here
              missing: c
              unexpected: 'x'
              unexpected: 'y'
            """);
    }

    [Fact]
    public void It_shows_the_first_few_only_and_what_was_assumed() =>
        new LoadReport([], [], [.. Enumerable.Range(0, 258).Select(i => $"n{i}")], [], []) { Assumed = "the rest" }
            .ToString().Should().Be("""
            0 loaded, 0 known and unused, 258 missing, 0 unexpected, 0 of a wrong shape
              missing: n0
              missing: n1
              missing: n2
              missing: n3
              missing: n4
              missing: n5
              and 252 more
              assumed: the rest
            """);

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 0, 0, false)]
    [InlineData(0, 1, 0, false)]
    [InlineData(0, 0, 1, false)]
    public void It_fits_if_nothing_is_missing_unexpected_or_misshapen(int missing, int unexpected, int wrong, bool fits)
    {
        string[] names(int count) => [.. Enumerable.Repeat("x", count)];
        new LoadReport(["a"], ["b"], names(missing), names(unexpected), names(wrong)).Fits.Should().Be(fits);
    }
}
