using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("w[i] = 0.5 * sin(i * pi / 2)", 0.5)]
    [InlineData("-2 ** 2", -4)]
    [InlineData("2 ** -1", 0.5)]
    [InlineData("(7 * 3 + 5) % 9 / 2", 4)]
    [InlineData("1e-2 * math.floor(2.7)", 0.02)]
    public void Formulas_mean_what_they_say(string text, double value) =>
        new Formula(text).At(new Dictionary<string, double> { ["i"] = 1 }).Should().BeApproximately(value, 1e-12);

    [Theory]
    [InlineData("0.1 * randn(i)")]
    [InlineData("(1 + 2")]
    [InlineData("1 +")]
    [InlineData("2 2")]
    public void What_is_not_understood_is_refused(string text) =>
        FluentActions.Invoking(() => new Formula(text).At(new Dictionary<string, double> { ["i"] = 1 })).Should().Throw<FormatException>().WithMessage("*has no meaning*");
}
