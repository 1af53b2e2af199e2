using FluentAssertions;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

// The CPU generator is the Mersenne twister in every libtorch so far, and draws as PyTorch does.
public class RandomTests
{
    public RandomTests() => manual_seed(0);

    [Fact]
    public void Uniform_numbers_of_seed_zero() => rand(3).Floats().Should().Equal(0.4962566f, 0.7682218f, 0.08847743f);

    [Fact]
    public void Normal_numbers_of_seed_zero() => randn(3).Floats().Should().Equal(1.5409961f, -0.2934289f, -2.1787894f);

    [Fact]
    public void Permutation_of_seed_zero() => randperm(5).Longs().Should().Equal(4, 0, 1, 3, 2);

    [Fact]
    public void A_state_brings_the_same_numbers_back()
    {
        rand(3);
        var state = get_rng_state();
        var first = randn(4).Floats();
        set_rng_state(state);
        randn(4).Floats().Should().Equal(first);
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_one_alone()
    {
        var first = rand(2, generator: new Generator(5)).Floats();
        rand(2, generator: new Generator(5)).Floats().Should().Equal(first);
        rand(1).item<float>().Should().Be(0.4962566f);
    }

    [Fact]
    public void A_linear_layer_draws_its_weight_and_then_its_bias_within_one_over_the_root_of_its_inputs()
    {
        var linear = Linear(4, 3);
        manual_seed(0);
        linear.weight.Floats().Should().Equal(empty(3, 4).uniform_(-0.5, 0.5).Floats());
        linear.bias!.Floats().Should().Equal(empty(3).uniform_(-0.5, 0.5).Floats());
        Linear(100, 50).weight.abs().max().item<float>().Should().BeInRange(0.09f, 0.1f);
    }

    [Fact]
    public void A_convolution_draws_like_a_linear_layer_over_its_field()
    {
        var convolution = Conv2d(4, 2, 2);
        manual_seed(0);
        convolution.weight.Floats().Should().Equal(empty(2, 4, 2, 2).uniform_(-0.25, 0.25).Floats());
        convolution.bias!.Floats().Should().Equal(empty(2).uniform_(-0.25, 0.25).Floats());
    }

    [Fact]
    public void Xavier_and_kaiming_bounds()
    {
        var (xavier, kaiming) = (init.xavier_uniform_(empty(2, 4)), init.kaiming_uniform_(empty(2, 4)));
        manual_seed(0);
        xavier.LargestDifference(empty(2, 4).uniform_(-1, 1)).Should().BeLessThan(1e-6f, "the bound is sqrt(6 / (4 + 2))");
        kaiming.LargestDifference(empty(2, 4).uniform_(-Math.Sqrt(1.5), Math.Sqrt(1.5))).Should().BeLessThan(1e-6f, "the bound is sqrt(6 / 4)");
        init.CalculateFanInAndFanOut(empty(4, 3, 2, 2)).Should().Be((12L, 16L));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps()
    {
        var kept = functional.dropout(ones(10_000), 0.25).Floats();
        kept.Distinct().Should().BeEquivalentTo([0f, 1 / 0.75f]);
        kept.Count(v => v == 0).Should().BeInRange(2350, 2650);
    }

    [Fact]
    public void Draws_in_place_stay_in_their_range()
    {
        var (uniform, coins) = (empty(1000).uniform_(2, 3), empty(1000).bernoulli_(0.3));
        (uniform.min().item<float>() >= 2, uniform.max().item<float>() < 3).Should().Be((true, true));
        coins.mean().item<float>().Should().BeApproximately(0.3f, 0.06f);
        randint(3, 6, [1000]).Longs().Distinct().Should().BeEquivalentTo([3L, 4, 5]);
    }
}
