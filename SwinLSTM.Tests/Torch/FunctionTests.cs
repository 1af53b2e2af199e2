using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class FunctionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_is_the_softmax_of_scaled_products(bool boolean)
    {
        manual_seed(0);
        var (q, k, v) = (randn(2, 3, 4, 8), randn(2, 3, 5, 8), randn(2, 3, 5, 8));
        var mask = boolean ? randn(4, 5) > -1 : randn(2, 1, 4, 5);
        var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(8); // [2, 3, 4, 5]
        scores = boolean ? scores.masked_fill(mask.logical_not(), float.NegativeInfinity) : scores + mask;
        functional.scaled_dot_product_attention(q, k, v, mask).LargestDifference(scores.softmax(-1).matmul(v)).Should().BeLessThan(2e-6f);
    }

    [Fact]
    public void Causal_attention_sees_no_later_key()
    {
        var v = arange(4f).view(1, 2, 2); // [1, 2, 2]
        functional.scaled_dot_product_attention(ones(1, 2, 2), ones(1, 2, 2), v, is_casual: true).Floats().Should().Equal(0, 1, 1, 2);
    }

    [Fact]
    public void Gelu_is_the_exact_one() => functional.gelu(ones(1)).item<float>().Should().BeApproximately(0.8413447f, 1e-6f);

    [Fact]
    public void A_transposed_convolution_keeps_inputs_first()
    {
        ConvTranspose2d(4, 2, 3).weight.shape.Should().Equal(4, 2, 3, 3);
        ConvTranspose2d(4, 1, 3, stride: 2, padding: 1, output_padding: 1).call(ones(1, 4, 5, 6)).shape.Should().Equal(1, 1, 10, 12);
        Conv2d(1, 4, (2, 4), stride: (2, 4)).call(ones(1, 1, 8, 8)).shape.Should().Equal(1, 4, 4, 2);
    }

    [Fact]
    public void A_real_plane_keeps_half_of_its_waves()
    {
        var waves = fft.rfft2(tensor(new double[] { 1, 2, 3, 4, 5, 7 }, [2, 3])); // [2, 2] complex
        waves.shape.Should().Equal(2, 2);
        var lengths = waves.abs();
        lengths.dtype.Should().Be(ScalarType.Float64);
        double[] expected = [22, Math.Sqrt(19), 10, 1]; // of the columns 5, 7, 10 and of what the lower row has more: |5 + 7 w + 10 w^2|^2 = 19 for w^3 = 1
        lengths.contiguous().data<double>().ToArray().Should().Equal(expected, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Equal_compares_entry_by_entry()
    {
        var (a, b) = (tensor(new float[] { 1, 2 }), tensor(new float[] { 1, 3 }));
        a.equal(b).Bools().Should().Equal(true, false);
        (a == b).Bools().Should().Equal(true, false);
        (a.allclose(b), a.allclose(a + 1e-9), a.Equals(b)).Should().Be((false, true, false));
    }

    [Fact]
    public void Types_follow_the_arguments()
    {
        (tensor(1.5).dtype, tensor(1.5f).dtype, tensor(new[] { 1.5 }).dtype, tensor(new[] { 1, 2 }).dtype).Should().Be((ScalarType.Float64, ScalarType.Float32, ScalarType.Float64, ScalarType.Int32));
        (arange(3).dtype, arange(0f, 1f, 0.5f).dtype, full(2, 3).dtype, full(2, 3f).dtype).Should().Be((ScalarType.Int64, ScalarType.Float32, ScalarType.Int64, ScalarType.Float32));
        ((tensor(new long[] { 7 }) / 2).item<float>(), (tensor(new long[] { 7 }) * 1.5).dtype, (ones(1).half() + 1.0).dtype).Should().Be((3.5f, ScalarType.Float32, ScalarType.Float16));
    }

    [Fact]
    public void Meshgrid_is_indexed_by_row_and_column()
    {
        var grids = meshgrid([arange(2), arange(3)]);
        grids[0].Longs().Should().Equal(0, 0, 0, 1, 1, 1);
        grids[1].Longs().Should().Equal(0, 1, 2, 0, 1, 2);
    }

    [Fact]
    public void Numbers_stand_on_either_side_of_an_operator()
    {
        var a = tensor(new float[] { 1, 4 });
        (1 - a).Floats().Should().Equal(0, -3);
        (2f / a).Floats().Should().Equal(2, 0.5f);
        (a % 3).Floats().Should().Equal(1, 1);
        (1 < a).Bools().Should().Equal(false, true);
        a.clamp(max: 2).Floats().Should().Equal(1, 2);
        a.addcmul(a, a, 2).Floats().Should().Equal(3, 36);
        a.lerp(a * 3, tensor(0.5f)).Floats().Should().Equal(2, 8);
        a.div(3, RoundingMode.floor).Floats().Should().Equal(0, 1);
    }

    [Fact]
    public void Reductions_take_one_dimension_or_several()
    {
        var x = arange(6f).view(2, 3); // [2, 3]
        x.sum(1).Floats().Should().Equal(3, 12);
        x.mean([0L, 1L], keepdim: true).shape.Should().Equal(1, 1);
        x.std([1L], unbiased: false)[0].item<float>().Should().BeApproximately(0.8164966f, 1e-6f);
        x.amax(0, 1).item<float>().Should().Be(5);
        x.max(1).indexes.Longs().Should().Equal(2, 2);
        x.norm(1).Floats()[0].Should().BeApproximately(2.236068f, 1e-6f);
        x.sum(type: float64).item<double>().Should().Be(15);
    }

    [Fact]
    public void Losses_reduce_as_asked()
    {
        var (a, b) = (arange(3f), ones(3));
        functional.mse_loss(a, b).item<float>().Should().BeApproximately(2 / 3f, 1e-6f);
        functional.mse_loss(a, b, Reduction.Sum).item<float>().Should().Be(2);
        functional.mse_loss(a, b, Reduction.None).Floats().Should().Equal(1, 0, 1);
        functional.l1_loss(a, b).item<float>().Should().BeApproximately(2 / 3f, 1e-6f);
    }

    [Fact]
    public void Unfold_and_fold_undo_each_other_where_windows_do_not_overlap()
    {
        var x = arange(32f).view(1, 2, 4, 4); // [1, 2, 4, 4]
        var windows = functional.unfold(x, 2, stride: 2); // [1, 8, 4]
        windows.shape.Should().Equal(1, 8, 4);
        functional.fold(windows, (4, 4), (2, 2), stride: (2, 2)).Floats().Should().Equal(x.Floats());
        functional.pixel_unshuffle(functional.pixel_shuffle(x.view(1, 8, 2, 2), 2), 2).Floats().Should().Equal(x.Floats());
    }

    [Fact]
    public void Pools_and_pads()
    {
        var x = arange(16f).view(1, 1, 4, 4); // [1, 1, 4, 4]
        functional.avg_pool2d(x, 2).Floats().Should().Equal(2.5f, 4.5f, 10.5f, 12.5f);
        functional.max_pool2d(x, 2).Floats().Should().Equal(5, 7, 13, 15);
        functional.pad(arange(3f).view(1, 3), (1, 1), PaddingModes.Reflect).Floats().Should().Equal(1, 0, 1, 2, 1);
        functional.pad(arange(2f), [0, 1], value: 9).Floats().Should().Equal(0, 1, 9);
    }

    [Fact]
    public void Text_tells_shape_type_and_place() => ones(2, 2).ToString().Should().Be("[2x2], type = Float32, device = cpu");

    [Fact]
    public void Hooks_see_and_change_what_passes()
    {
        var identity = Identity();
        var before = identity.register_forward_pre_hook((_, x) => x + 1);
        var after = identity.register_forward_hook((_, x, y) => y * 10 + x);
        identity.call(ones(1)).item<float>().Should().Be(22);
        identity.forward(ones(1)).item<float>().Should().Be(1, "forward passes the hooks by");
        before.remove();
        after.remove();
        identity.call(ones(1)).item<float>().Should().Be(1);
    }
}
