using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinLstmCellRefusalTests
{
    [Theory]
    [InlineData(4, 0, 1, "depth must be at least 1; it is 0.*")]
    [InlineData(0, 1, 1, "channels must be at least 1; it is 0.*")]
    [InlineData(4, 1, 0, "heads must be at least 1; it is 0.*")]
    [InlineData(4, 1, 3, "4 channels cannot be shared by 3 heads; channels must be a multiple of heads.*")]
    public void Sizes(int channels, int depth, int heads, string message) =>
        FluentActions.Invoking(() => new SwinLstmCell(new(4, 4), channels, depth, heads, 2)).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void Grids_and_windows()
    {
        FluentActions.Invoking(() => new SwinLstmCell(new(4, 0), 4, 1, 1, 2)).Should().Throw<ArgumentException>().WithMessage("grid must be at least 1; it is 0.*");
        FluentActions.Invoking(() => new SwinLstmCell(new(4, 4), 4, 1, 1, 0)).Should().Throw<ArgumentException>().WithMessage("window must be at least 1; it is 0.*");
    }

    public static TheoryData<string> Options() => [.. Broken.Keys];

    private static readonly Dictionary<string, CellOptions> Broken = new()
    {
        ["StochasticDepth has 3 rates for 2 blocks; give one a block, or null.*"] = new() { StochasticDepth = [0, 0, 0] },
        ["A rate of options is 1; a rate must be at least 0 and below 1.*"] = new() { StochasticDepth = [0, 1] },
        ["A rate of options is -0.5; a rate must be at least 0 and below 1.*"] = new() { Dropout = -0.5 },
        ["A rate of options is NaN; a rate must be at least 0 and below 1.*"] = new() { AttentionDropout = double.NaN },
        ["FeedForwardRatio is 0; it must be above 0 and at most 64.*"] = new() { FeedForwardRatio = 0 },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void Ratios_and_rates(string message) =>
        FluentActions.Invoking(() => new SwinLstmCell(new(4, 4), 4, 2, 1, 2, Broken[message])).Should().Throw<ArgumentException>().WithMessage(message).WithParameterName("options");

    [Fact]
    public void Tokens_and_state()
    {
        using var scope = NewDisposeScope();
        using var cell = new SwinLstmCell(new(3, 4), 4, 1, 2, 2);
        var x = zeros(2, 12, 4);
        void refused(Tensor tokens, CellState? state, string message) =>
            cell.Invoking(c => c.call(tokens, state)).Should().Throw<ArgumentException>().WithMessage(message);

        refused(zeros(2, 11, 4), null, "tokens is [2, 11, 4]; this cell was built for 4 channels on a grid of 3 × 4. Expected [batch, 12, 4], no axis empty.*");
        refused(zeros(12, 4), null, "tokens is [12, 4]; *");
        refused(zeros(0, 12, 4), null, "tokens is [0, 12, 4]; *");
        refused(x.to(ScalarType.Float64), null, "tokens is Float64; the weights are Float32. Convert one: tokens.to(ScalarType.Float32), or the module with .to(ScalarType.Float64).*");
        refused(x, new(zeros(1, 12, 4), x), "state is [1, 12, 4]; it must have the tokens' shape. Expected [2, 12, 4], no axis empty.*");
        refused(x, new(x, zeros(2, 4, 12)), "state is [2, 4, 12]; it must have the tokens' shape.*");
        refused(x, new(x, x.to(ScalarType.BFloat16)), "state is BFloat16; *");
    }
}
