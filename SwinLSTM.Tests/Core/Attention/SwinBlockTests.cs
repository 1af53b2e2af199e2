using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinBlockTests
{
    private static readonly WindowLayout Layout = WindowLayout.Of(new(4, 4), 2, shifted: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_block_is_two_residual_branches(bool fuses)
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(Layout);
        using var block = Make(tables, fuses);
        Tensor x = Numbers.Random(1, 2, 16, 4), second = Numbers.Random(2, 2, 16, 4);
        var w = block.state_dict();
        Tensor norm(Tensor t, string name) => nn.functional.layer_norm(t, [4], w[$"{name}.weight"], w[$"{name}.bias"], 1e-5);
        Tensor linear(Tensor t, string name) => nn.functional.linear(t, w[$"{name}.weight"], w[$"{name}.bias"]);

        // One normalisation for both streams; the residual starts from x as it came.
        var y = fuses ? linear(cat([norm(x, "norm1"), norm(second, "norm1")], 2), "fuse.both") : norm(x, "norm1");
        y = x + tensor(NaiveAttention.Run(block.Attention, y, 2), y.shape, ScalarType.Float32);
        var expected = y + linear(nn.functional.gelu(linear(norm(y, "norm2"), "feed_forward.fc1")), "feed_forward.fc2");
        block.call(x, fuses ? second : null, null).ShouldBeNear(expected, 1e-5);
    }

    [Fact]
    public void Stochastic_depth_drops_branches_of_whole_samples()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var tables = new WindowTables(Layout);
        using var block = new SwinBlock(tables, 4, 2, new CellOptions(), stochasticDepth: 0.5, fuses: false).WithWeights(1);
        var x = Numbers.Random(1, 1, 16, 4).expand(64, 16, 4).contiguous();
        // Both branches dropped, either, or none: four results, the first of them x itself.
        var results = Numbers.Of(block.call(x, null, null)).Chunk(64).Select(s => string.Join(' ', s.Select(v => v.ToString("R")))).ToList();
        results.Distinct().Should().HaveCount(4);
        results.Should().Contain(string.Join(' ', Numbers.Of(x).Take(64).Select(v => v.ToString("R"))));
        block.eval();
        Numbers.Of(block.call(x, null, null)).Chunk(64).Should().OnlyContain(s => s.SequenceEqual(Numbers.Of(block.call(x, null, null)).Take(64)));
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(Layout);
        using SwinBlock plain = Make(tables, false), fusing = Make(tables, true);
        var tokens = zeros(1, 16, 4);
        plain.Invoking(b => b.call(tokens, tokens, null)).Should().Throw<ArgumentException>()
            .WithMessage("second is given, but this block fuses no second stream; pass null.*").WithParameterName("second");
        fusing.Invoking(b => b.call(tokens, null, null)).Should().Throw<ArgumentException>()
            .WithMessage("second is null, but this block fuses a second stream; pass one of the first stream's shape.*").WithParameterName("second");
        plain.Invoking(b => b.call(zeros(1, 16, 5), null, null)).Should().Throw<ArgumentException>()
            .WithMessage("tokens is [1, 16, 5]; windows of 2 × 2 lie on a grid of 4 × 4. Expected [batch, 16, 4], no axis empty.*");
        plain.Invoking(b => b.call(tokens.to(ScalarType.Float64), null, null)).Should().Throw<ArgumentException>().WithMessage("tokens is Float64; the weights are Float32.*");
        // As many values as the first stream has, in another shape: nothing would fail by itself.
        fusing.Invoking(b => b.call(zeros(2, 16, 4), zeros(1, 32, 4), null)).Should().Throw<ArgumentException>()
            .WithMessage("second is [1, 32, 4]; it must have the first stream's shape. Expected [2, 16, 4], no axis empty.*");
        fusing.Invoking(b => b.call(tokens, tokens.to(ScalarType.Float64), null)).Should().Throw<ArgumentException>().WithMessage("second is Float64; the weights are Float32.*");
    }

    private static SwinBlock Make(WindowTables tables, bool fuses) => new SwinBlock(tables, 4, 2, new CellOptions { FeedForwardRatio = 2 }, 0, fuses).WithWeights(1);
}
