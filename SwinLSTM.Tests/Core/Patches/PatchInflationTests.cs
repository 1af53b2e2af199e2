using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchInflationTests
{
    [Fact]
    public void One_token_is_spread_by_the_kernel()
    {
        using var scope = NewDisposeScope();
        using var inflation = new PatchInflation(new(1, 2), 1, new(1, 2, 4), 2);
        using (no_grad())
        {
            inflation.state_dict()["head.weight"].copy_(tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, [1, 1, 3, 3]));
            inflation.state_dict()["head.bias"].copy_(tensor(new float[] { 100 }));
        }

        // Token (0, i) adds its kernel with the middle at pixel (0, 2i): stride 2, padding 1.
        inflation.call(tensor(new float[] { 1, 10 }, [1, 2, 1]))
            .ShouldHold(105, 106 + 40, 100 + 50, 100 + 60, 108, 109 + 70, 100 + 80, 100 + 90);
    }

    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 8, 8)]
    [InlineData(2, 7, 5)]
    [InlineData(4, 16, 12)]
    [InlineData(4, 13, 6)]
    [InlineData(8, 16, 8)]
    [InlineData(8, 17, 31)]
    public void Every_frame_size_is_restored(int patch, int height, int width)
    {
        using var scope = NewDisposeScope();
        var grid = PatchGrid.Of(height, width, patch);
        using var inflation = new PatchInflation(grid, 4, new(3, height, width), patch);
        var frame = inflation.call(Numbers.Random(1, 2, grid.Tokens, 4));
        frame.shape.Should().Equal(2, 3, height, width);
        using var whole = new PatchInflation(grid, 4, new(3, grid.Rows * patch, grid.Columns * patch), patch);
        inflation.WithWeights(5);
        whole.WithWeights(5);
        var tokens = Numbers.Random(2, 2, grid.Tokens, 4);
        inflation.call(tokens).ShouldEqual(whole.call(tokens).narrow(2, 0, height).narrow(3, 0, width).contiguous(), "a rest is cut off, nothing else");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void A_head_is_a_transposed_convolution_by_loops(int patch, int stride)
    {
        using var scope = NewDisposeScope();
        const int rows = 3, columns = 2, d = 3, channels = 2;
        var (height, width) = (rows * patch, columns * patch);
        using var inflation = new PatchInflation(new(rows, columns), d, new(channels, height, width), patch).WithWeights(1);
        var tokens = Numbers.Random(4, 1, rows * columns, d);
        double[] weight = Numbers.Of(inflation.state_dict()["head.weight"]), bias = Numbers.Of(inflation.state_dict()["head.bias"]), source = Numbers.Of(tokens);
        var expected = new double[channels * height * width];
        for (var o = 0; o < channels; o++)
        {
            for (var i = 0; i < height * width; i++) expected[(o * height * width) + i] = bias[o];
            for (var token = 0; token < rows * columns; token++)
                for (var c = 0; c < d; c++)
                    for (var k = 0; k < 9; k++)
                    {
                        var (y, x) = ((token / columns * stride) + (k / 3) - 1, (token % columns * stride) + (k % 3) - 1);
                        if (y >= 0 && y < height && x >= 0 && x < width)
                            expected[(((o * height) + y) * width) + x] += source[(token * d) + c] * weight[(((c * channels) + o) * 9) + k];
                    }
        }

        inflation.call(tokens).ShouldBeNear(tensor(expected, [1, channels, height, width]), 1e-5);
    }

    [Fact]
    public void Doubling_normalises_groups_and_leaks_a_fifth()
    {
        using var scope = NewDisposeScope();
        using var inflation = new PatchInflation(new(2, 2), 24, new(1, 8, 8), 4);
        var weights = inflation.state_dict();
        weights.Keys.Should().Equal("doublings.0.conv.weight", "doublings.0.conv.bias", "doublings.0.norm.weight", "doublings.0.norm.bias", "head.weight", "head.bias");
        using var doubling = new PatchDoubling(24).WithWeights(1);
        var map = Numbers.Random(2, 2, 24, 3, 2);
        var own = doubling.state_dict();
        var grown = nn.functional.conv_transpose2d(map, own["conv.weight"], own["conv.bias"], [2], [1], [1]);
        // The greatest common divisor of 16 and 24: 8 groups of 3 channels, normalised over channels and places.
        var groups = grown.view(2, 8, -1);
        var normal = ((groups - groups.mean([2], keepdim: true)) / (groups.var(2, false, true) + 1e-5).sqrt()).view(2, 24, 6, 4);
        normal = (normal * own["norm.weight"].view(1, 24, 1, 1)) + own["norm.bias"].view(1, 24, 1, 1);
        doubling.call(map).ShouldBeNear(normal.clamp_min(0) + (0.2 * normal.clamp_max(0)), 1e-5);
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => new PatchInflation(new(2, 2), 4, new(1, 6, 6), 3)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("patchSize is 3; it must be 1, 2, 4 or 8.*");
        FluentActions.Invoking(() => new PatchInflation(new(2, 2), 4, new(1, 6, 4), 2)).Should().Throw<ArgumentException>()
            .WithMessage("A grid of 2 × 2 patches of 2 pixels is not that of frames of 1 channel, 6 × 4; it would be 3 × 2.*");
        using var inflation = new PatchInflation(new(2, 2), 4, new(1, 4, 4), 2);
        inflation.Invoking(i => i.call(zeros(1, 4, 5))).Should().Throw<ArgumentException>()
            .WithMessage("tokens is [1, 4, 5]; the grid to restore is 2 × 2. Expected [batch, 4, 4], no axis empty.*");
    }
}
