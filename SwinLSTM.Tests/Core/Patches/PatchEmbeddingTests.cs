using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchEmbeddingTests
{
    [Fact]
    public void A_patch_is_projected_then_normalised()
    {
        using var scope = NewDisposeScope();
        using var embedding = new PatchEmbedding(1, 2, 2);
        Fill(embedding, "proj.weight", 1, 0, 0, 0, /* second channel */ 1, 1, 1, 1);
        Fill(embedding, "proj.bias", 0, 1);
        Fill(embedding, "norm.weight", 2, 3);
        Fill(embedding, "norm.bias", 0.5f, -0.5f);
        var tokens = embedding.call(tensor(new float[] { 1, 2, 5, 6, 3, 4, 7, 8 }, [1, 1, 2, 4]));
        // Projected: (1, 1+2+3+4+1 = 11) and (5, 5+6+7+8+1 = 27). Two channels normalise to -1 and 1.
        double near(double half) => half / Math.Sqrt((half * half) + 1e-5);
        var expected = new[] { (-2 * near(5)) + 0.5, (3 * near(5)) - 0.5, (-2 * near(11)) + 0.5, (3 * near(11)) - 0.5 };
        tokens.ShouldBeNear(tensor(expected, [1, 1, 2, 2]), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Embedding_is_a_convolution_by_loops(int patch)
    {
        using var scope = NewDisposeScope();
        const int channels = 2, d = 3;
        var (height, width) = (2 * patch, 3 * patch);
        using var embedding = new PatchEmbedding(channels, patch, d).WithWeights(1);
        var frame = Numbers.Random(9, 2, channels, height, width);
        var weights = embedding.state_dict().ToDictionary(w => w.Key, w => Numbers.Of(w.Value));
        var pixels = Numbers.Of(frame);
        var expected = new List<double>();
        for (var b = 0; b < 2; b++)
            for (var token = 0; token < 6; token++)
            {
                var sums = new double[d];
                for (var o = 0; o < d; o++)
                {
                    sums[o] = weights["proj.bias"][o];
                    for (var c = 0; c < channels; c++)
                        for (var y = 0; y < patch; y++)
                            for (var x = 0; x < patch; x++)
                                sums[o] += weights["proj.weight"][(((((o * channels) + c) * patch) + y) * patch) + x]
                                    * pixels[(((((b * channels) + c) * height) + (token / 3 * patch) + y) * width)
                                        + (token % 3 * patch) + x];
                }

                var mean = sums.Average();
                var deviation = Math.Sqrt(sums.Average(s => (s - mean) * (s - mean)) + 1e-5);
                expected.AddRange(sums.Select((s, o) => ((s - mean) / deviation * weights["norm.weight"][o]) + weights["norm.bias"][o]));
            }

        embedding.call(frame).ShouldBeNear(tensor(expected.ToArray(), [2, 2, 3, d]), 1e-4);
    }

    [Theory]
    [InlineData(5, 7, 2)]
    [InlineData(9, 8, 8)]
    [InlineData(1, 1, 4)]
    public void A_frame_that_does_not_divide_is_padded_with_zeros(int height, int width, int patch)
    {
        using var scope = NewDisposeScope();
        using var embedding = new PatchEmbedding(2, patch, 4).WithWeights(1);
        var frame = Numbers.Random(3, 2, 2, height, width);
        var (rows, columns) = ((height + patch - 1) / patch, (width + patch - 1) / patch);
        var padded = zeros(2, 2, rows * patch, columns * patch);
        padded.narrow(2, 0, height).narrow(3, 0, width).copy_(frame);
        var tokens = embedding.call(frame);
        tokens.shape.Should().Equal(2, rows, columns, 4);
        tokens.ShouldEqual(embedding.call(padded));
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        using var embedding = new PatchEmbedding(1, 2, 4);
        void refused(Tensor frame, string message) => Refusal.Of(() => embedding.call(frame), message);
        refused(zeros(2, 3, 32, 64), "frame is [2, 3, 32, 64]; this module was built for 1 channel. "
            + "Expected [batch, 1, height, width], no axis empty.*");
        refused(zeros(0, 1, 64, 64), "frame is [0, 1, 64, 64]; *");
        refused(zeros(64, 64), "frame is [64, 64]; *");
        refused(null!, "*(Parameter 'frame')");
        refused(zeros(1, 1, 4, 4, ScalarType.Int32), "frame is Int32; the weights are Float32. "
            + "Convert one: frame.to(ScalarType.Float32), or the module with .to(ScalarType.Int32).*");
        refused(zeros(1, 1, 64, 64, ScalarType.Byte), "frame is Byte; the weights are Float32. "
            + "Bring bytes to the range that the network was trained on: "
            + "frame.to(ScalarType.Float32).div_(255) for pictures, or forecast with a ForecastModel, whose normaliser does it.*");
        Refusal.Of(() => new PatchEmbedding(0, 2, 4), "inputChannels must be at least 1; it is 0.*");
        Refusal.Of(() => new PatchEmbedding(1, 0, 4), "patchSize must be at least 1; it is 0.*");
        Refusal.Of(() => new PatchEmbedding(1, 2, 0), "channels must be at least 1; it is 0.*");
    }

    private static void Fill(nn.Module module, string name, params float[] values)
    {
        using var constant = no_grad();
        var weight = module.state_dict()[name];
        weight.copy_(tensor(values, weight.shape));
    }
}
