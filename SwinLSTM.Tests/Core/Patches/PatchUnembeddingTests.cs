using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchUnembeddingTests
{
    public static TheoryData<int, int> Grids => OddGrids.All;

    [Fact]
    public void One_token_is_spread_by_the_kernel()
    {
        using var scope = NewDisposeScope();
        using var unembedding = new PatchUnembedding(1, 1, 2);
        using (no_grad())
        {
            unembedding.Weight.copy_(tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, [1, 1, 3, 3]));
            unembedding.Bias.copy_(tensor(new float[] { 100 }));
        }

        // Token (0, i) adds its kernel with the middle at pixel (0, 2i): stride 2, padding 1.
        unembedding.call(tensor(new float[] { 1, 10 }, [1, 1, 2, 1]))
            .ShouldHold(105, 106 + 40, 100 + 50, 100 + 60, 108, 109 + 70, 100 + 80, 100 + 90);
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Patches_of_any_grid_are_transposed_convolutions_by_loops(int rows, int columns)
    {
        foreach (var patch in new[] { 1, 2, 4, 8 })
        {
            using var scope = NewDisposeScope();
            using var unembedding = new PatchUnembedding(3, 2, patch).WithWeights(1);
            var w = unembedding.state_dict();
            var tokens = Numbers.Random(4, 2, rows, columns, 3);
            var maps = tokens.permute(0, 3, 1, 2);
            for (var i = 0; 4 << i <= patch; i++)
            {
                // One group over all 3 channels, the greatest common divisor of 16 and 3; leaky by a fifth.
                var grown = Spread(maps, w[$"doublings.{i}.conv.weight"], w[$"doublings.{i}.conv.bias"], 2);
                var normal = nn.functional.group_norm(grown, 1, w[$"doublings.{i}.norm.weight"], w[$"doublings.{i}.norm.bias"]);
                maps = normal.clamp_min(0) + (0.2 * normal.clamp_max(0));
            }

            var frame = unembedding.call(tokens);
            frame.shape.Should().Equal(2, 2, rows * patch, columns * patch);
            frame.ShouldBeNear(Spread(maps, w["head.weight"], w["head.bias"], Math.Min(2, patch)), 1e-4, $"patch {patch}");
        }
    }

    [Theory]
    [InlineData(24, 8)]
    [InlineData(16, 16)]
    [InlineData(5, 1)]
    public void Groups_of_the_normalisation_are_the_greatest_common_divisor_of_16_and_the_channels(int channels, int groups)
    {
        using var scope = NewDisposeScope();
        using var unembedding = new PatchUnembedding(channels, 1, 4);
        var norm = unembedding.named_modules().Select(m => m.module).OfType<TorchSharp.Modules.GroupNorm>().Single();
        var maps = Numbers.Random(2, 2, channels, 3, 2);
        var parts = maps.view(2, groups, -1);
        var normal = (parts - parts.mean([2], keepdim: true)) / (parts.var(2, false, true) + 1e-5).sqrt();
        norm.call(maps).ShouldBeNear(normal.view(maps.shape), 1e-5, "a fresh one scales by 1 and adds 0");
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        foreach (var patch in new[] { 3, 0, 16 })
            Refusal.Of(() => new PatchUnembedding(4, 1, patch), $"patchSize is {patch}; it must be 1, 2, 4 or 8.*");
        Refusal.Of(() => new PatchUnembedding(0, 1, 2), "channels must be at least 1; it is 0.*");
        Refusal.Of(() => new PatchUnembedding(4, 0, 2), "outputChannels must be at least 1; it is 0.*");
        using var unembedding = new PatchUnembedding(4, 1, 2);
        Refusal.Of(() => unembedding.call(zeros(1, 4, 5)),
            "tokens is [1, 4, 5]; this module was built for 4 channels. "
            + "Expected [batch, rows, columns, 4], no axis empty.*");
    }

    /// <summary>A transposed convolution, kernel 3, padding 1, that multiplies sides by its stride: every place adds its kernel.</summary>
    private static Tensor Spread(Tensor maps, Tensor weight, Tensor bias, int stride)
    {
        int inputs = (int)maps.size(1), outputs = (int)weight.size(1), rows = (int)maps.size(2), columns = (int)maps.size(3);
        var (height, width) = (rows * stride, columns * stride);
        double[] w = Numbers.Of(weight), source = Numbers.Of(maps), b = Numbers.Of(bias);
        double[] sums = [.. Enumerable.Range(0, 2 * outputs * height * width).Select(i => b[i / (height * width) % outputs])];
        for (var i = 0; i < source.Length; i++)
            for (var o = 0; o < outputs; o++)
                for (var k = 0; k < 9; k++)
                {
                    var (sample, c, at) = (i / (inputs * rows * columns), i / (rows * columns) % inputs, i % (rows * columns));
                    var (y, x) = ((at / columns * stride) + (k / 3) - 1, (at % columns * stride) + (k % 3) - 1);
                    if (y >= 0 && y < height && x >= 0 && x < width)
                        sums[(((((sample * outputs) + o) * height) + y) * width) + x] += source[i] * w[(((c * outputs) + o) * 9) + k];
                }

        return tensor(sums, [2, outputs, height, width]).to(ScalarType.Float32);
    }
}
