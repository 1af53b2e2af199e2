using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TensorIndexTests
{
    private readonly Tensor x = arange(24f).view(2, 3, 4); // [2, 3, 4]

    [Fact]
    public void Numbers_pick_and_ranges_slice()
    {
        x[1, 2, 3].item<float>().Should().Be(23);
        x[-1, 0].Floats().Should().Equal(12, 13, 14, 15);
        x[.., 1..2, 0].Floats().Should().Equal(4, 16);
        x[0, 0, ^2..].Floats().Should().Equal(2, 3);
        x[0, 0, ..^1].Floats().Should().Equal(0, 1, 2);
        x[0, TensorIndex.Slice(0, 3, 2), 0].Floats().Should().Equal(0, 8);
        ones(2, 4)[.., 1..3].shape.Should().Equal(2, 2);
    }

    [Fact]
    public void Ellipsis_and_new_axes()
    {
        x[TensorIndex.Ellipsis, 0].shape.Should().Equal(2, 3);
        x[TensorIndex.None, 0, TensorIndex.Ellipsis].shape.Should().Equal(1, 3, 4);
    }

    [Fact]
    public void Tensors_pick_by_index_and_by_mask()
    {
        x[0][tensor(new long[] { 2, 0 })].Floats().Should().Equal(8, 9, 10, 11, 0, 1, 2, 3);
        x[0, .., TensorIndex.Tensor(tensor(new long[] { 3, 0 }))].Floats().Should().Equal(3, 0, 7, 4, 11, 8);
        x[x > 21].Floats().Should().Equal(22, 23);
    }

    [Fact]
    public void What_can_be_read_can_be_written()
    {
        var y = zeros(2, 3);
        y[0] = ones(3);
        y[1, 2] = tensor(5f);
        y[.., 1..2] = tensor(7f);
        y.Floats().Should().Equal(1, 7, 1, 0, 7, 5);
        y[tensor(new long[] { 1 })] = zeros(1, 3);
        y.Floats().Should().Equal(1, 7, 1, 0, 0, 0);
        y.index_put_(tensor(2f), tensor(new long[] { 0, 1 }), tensor(new long[] { 2, 0 }));
        y.Floats().Should().Equal(1, 7, 2, 2, 0, 0);
    }

    [Fact]
    public void Parts_are_cut_and_joined()
    {
        arange(6f).split(4).Select(t => t.numel()).Should().Equal(4, 2);
        arange(6f).split([1L, 5L])[1].Floats().Should().Equal(1, 2, 3, 4, 5);
        x.chunk(2, 1).Select(t => t.shape[1]).Should().Equal(2, 1);
        x.unbind(1)[2].Floats().Should().Equal(8, 9, 10, 11, 20, 21, 22, 23);
        x.roll((1, 2), (0, 2))[0, 0].Floats().Should().Equal(14, 15, 12, 13);
        arange(4f).view(2, 2).roll(new long[] { 1 }).Floats().Should().Equal(2, 3, 0, 1);
        arange(4f).view(2, 2).roll(1).Floats().Should().Equal(3, 0, 1, 2);
        x.unfold(2, 2, 2).shape.Should().Equal(2, 3, 2, 2);
        x.as_strided([2, 2], [1, 4], 1).Floats().Should().Equal(1, 5, 2, 6);
        x.unflatten(2, 2, 2).flatten(0, 1).shape.Should().Equal(6, 2, 2);
    }

    [Fact]
    public void Scattering_gathering_and_masking()
    {
        var index = tensor(new long[] { 2, 0 }, [2, 1]); // [2, 1]
        var y = arange(6f).view(2, 3); // [2, 3]
        y.gather(1, index).Floats().Should().Equal(2, 3);
        y.scatter_(1, index, zeros(2, 1)).Floats().Should().Equal(0, 1, 0, 0, 4, 5);
        y.masked_fill(y > 3, -1).Floats().Should().Equal(0, 1, 0, 0, -1, -1);
        zeros(3).index_add_(0, tensor(new long[] { 1, 1 }), ones(2), 2).Floats().Should().Equal(0, 4, 0);
    }
}
