using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class StreamFusionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5, 3)]
    public void Fusing_is_one_layer_over_both_streams_side_by_side(long batch, long length, long channels)
    {
        using var scope = NewDisposeScope();
        Tensor first = Numbers.Random(1, batch, length, channels), second = Numbers.Random(2, batch, length, channels);
        Tensor weight = Numbers.Random(3, channels, 2 * channels), bias = Numbers.Random(4, channels);
        var expected = nn.functional.linear(cat([first, second], 2), weight, bias);
        StreamFusion.Fuse(first, second, weight, bias).ShouldBeNear(expected, 1e-6);
        StreamFusion.Fuse(first.transpose(0, 1).contiguous().transpose(0, 1), second, weight, bias).ShouldBeNear(expected, 1e-6, "whatever the order in memory");
    }

    [Fact]
    public void By_hand()
    {
        using var scope = NewDisposeScope();
        StreamFusion.Fuse(tensor(new float[] { 1, 2 }, [1, 1, 2]), tensor(new float[] { 3, 4 }, [1, 1, 2]),
            tensor(new float[] { 1, 10, 100, 1000, 0, 0, 0, 1 }, [2, 4]), tensor(new float[] { 0.5f, -4 })).ShouldHold(4321.5, 0);
    }

    [Fact]
    public void The_module_has_the_one_layer()
    {
        using var scope = NewDisposeScope();
        using var fusion = new StreamFusion(3);
        fusion.state_dict().ToDictionary(w => w.Key, w => w.Value.shape).Should().BeEquivalentTo(new Dictionary<string, long[]> { ["both.weight"] = [3, 6], ["both.bias"] = [3] });
    }
}
