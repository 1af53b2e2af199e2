using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinLstmCellRefusalTests
{
    [Theory]
    [InlineData(4, 0, 1, 2, "depth must be at least 1; it is 0.*")]
    [InlineData(0, 1, 1, 2, "channels must be at least 1; it is 0.*")]
    [InlineData(4, 1, 0, 2, "heads must be at least 1; it is 0.*")]
    [InlineData(4, 1, 1, 0, "window must be at least 1; it is 0.*")]
    [InlineData(4, 1, 3, 2, "4 channels cannot be shared by 3 heads; channels must be a multiple of heads.*")]
    public void Sizes(int channels, int depth, int heads, int window, string message) =>
        Refusal.Of(() => new SwinLstmCell(channels, depth, heads, new(2, window)), message);

    public static TheoryData<string> Options() => [.. Broken.Keys];

    private static readonly Dictionary<string, CellOptions> Broken = new()
    {
        ["StochasticDepth has 3 rates for 2 blocks; give one for each block, or null.*"] = new() { StochasticDepth = [0, 0, 0] },
        ["CellOptions are invalid:\n  StochasticDepth is 1; a rate must be at least 0 and below 1.*"] = new() { StochasticDepth = [0, 1] },
        ["CellOptions are invalid:\n  Dropout is -0.5; a rate must be at least 0 and below 1.*"] = new() { Dropout = -0.5 },
        ["CellOptions are invalid:\n  AttentionDropout is NaN; a rate must be at least 0 and below 1.*"] =
            new() { AttentionDropout = double.NaN },
        ["CellOptions are invalid:\n  FeedForwardRatio is 0; it must be above 0 and at most 64 (4 as published).*"] =
            new() { FeedForwardRatio = 0 },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void Ratios_and_rates(string message) => FluentActions.Invoking(() => new SwinLstmCell(4, 2, 1, 2, Broken[message]))
        .Should().Throw<ArgumentException>().WithMessage(message).WithParameterName("options");

    [Fact]
    public void Tokens_and_state()
    {
        using var scope = NewDisposeScope();
        using var cell = new SwinLstmCell(4, 1, 2, 2);
        var x = zeros(2, 3, 4, 4);
        void refused(Tensor tokens, CellState? state, string message) =>
            Refusal.Of(() => cell.call(tokens, state), message);

        refused(zeros(2, 3, 4, 5), null, "x is [2, 3, 4, 5]; this module was built for 4 channels. "
            + "Expected [batch, rows, columns, 4], no axis empty.*");
        refused(zeros(2, 12, 4), null, "x is [2, 12, 4]; *");
        refused(zeros(2, 0, 4, 4), null, "x is [2, 0, 4, 4]; *");
        refused(x.to(ScalarType.Float64), null,
            "x is Float64; the weights are Float32. Convert one: x.to(ScalarType.Float32), or the module with .to(ScalarType.Float64).*");
        refused(x, new(zeros(1, 3, 4, 4), x),
            "state is [1, 3, 4, 4]; a state goes with inputs of one size; pass null to begin with another. Expected [2, 3, 4, 4].*");
        refused(x, new(x, zeros(2, 4, 3, 4)), "state is [2, 4, 3, 4]; *");
        refused(x, new(x, x.to(ScalarType.BFloat16)), "state is BFloat16; *");
        cell.Invoking(c => c.call(null!, null)).Should().Throw<ArgumentNullException>().WithParameterName("x");
    }
}
