using System.Runtime.InteropServices;
using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The product of linear layers against libtorch's operators.</summary>
public sealed class ProductTests
{
    // What a tile has, one more, one less, and several parts of a sum.
    public static TheoryData<int, int, int, bool> Sizes() => new()
    {
        { 1, 32, 32, false }, { 7, 64, 64, false }, { 8, 32, 32, false }, { 9, 33, 31, true }, { 17, 40, 100, false },
        { 64, 100, 33, true }, { 23, 257, 35, false }, { 12, 70, 600, true }, { 31, 128, 256, false }, { 65, 3, 40, false },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_and_its_gradients_are_those_of_libtorch(int tokens, int outputs, int inputs, bool two)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Leaf(1, 1, tokens, 1, inputs), two ? Leaf(2, 1, tokens, 1, inputs) : null);
        var (weight, bias) = (Leaf(3, outputs, two ? 2 * inputs : inputs), Leaf(4, outputs));
        Tensor[] leaves = [x, weight, bias, .. y is null ? [] : new[] { y }];
        var wanted = Numbers.Random(5, 1, tokens, 1, outputs);
        var (expected, expectedGradients) = Run(() => Product.ByLibtorch(weight, bias, x, y));
        var (actual, gradients) = Run(() => Product.Linear(weight, bias, x, y));
        actual.ShouldBeNear(expected, 2e-5);
        foreach (var (mine, theirs) in gradients.Zip(expectedGradients)) mine.ShouldBeNear(theirs, 2e-5);
        using (no_grad()) Product.Linear(weight, bias, x, y).ShouldBeNear(expected.detach(), 2e-5);
        using (no_grad()) Product.Linear(weight, null, x, y).add(bias).ShouldBeNear(expected.detach(), 2e-5);

        (Tensor Value, Tensor[] Gradients) Run(Func<Tensor> compute)
        {
            foreach (var leaf in leaves) leaf.grad = null;
            var value = compute();
            (value * wanted).sum().backward();
            return (value, [.. leaves.Select(leaf => leaf.grad!.clone())]);
        }
    }

    [Fact]
    public void By_hand()
    {
        using var scope = NewDisposeScope();
        Product.Linear(tensor(new float[] { 1, 10, 100, 1000, 0, 0, 0, 1 }, [2, 4]), tensor(new float[] { 0.5f, -4 }),
            tensor(new float[] { 1, 2 }, [1, 1, 1, 2]), tensor(new float[] { 3, 4 }, [1, 1, 1, 2])).ShouldHold(4321.5, 0);
        // The sum of 1 to 300, once for each of 40 outputs, plus its number.
        var rising = Product.Linear(ones(40, 300), arange(40, float32), arange(1, 301, float32).expand(9, 300), null); // [9, 40]
        rising.ShouldBeNear(arange(40, float32).add(45_150).expand(9, 40), 0);
    }

    [Avx512Fact]
    public void A_token_has_the_same_bits_whatever_tokens_are_beside_it()
    {
        using var scope = NewDisposeScope();
        Tensor x = Numbers.Random(1, 50, 300), weight = Numbers.Random(2, 70, 300), bias = Numbers.Random(3, 70);
        var all = Product.Linear(weight, bias, x, null); // [50, 70]
        foreach (var (from, count) in new[] { (0, 8), (5, 9), (13, 37), (42, 8) })
            Product.Linear(weight, bias, x.narrow(0, from, count), null).ShouldBeNear(all.narrow(0, from, count), 0);
    }

    [Avx512Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        Tensor x = Numbers.Random(1, 300, 200), weight = Numbers.Random(2, 150, 200);
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = Product.Linear(weight, null, x, null); // [300, 150]
            set_num_threads(4);
            for (var i = 0; i < 20; i++) Product.Linear(weight, null, x, null).ShouldBeNear(one, 0);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Large_numbers_and_numbers_that_are_none_come_through()
    {
        using var scope = NewDisposeScope();
        Tensor x = Numbers.Random(1, 16, 64).mul(1e4f), weight = Numbers.Random(2, 64, 64).mul(1e4f);
        Product.Linear(weight, null, x, null).div(1e8f).ShouldBeNear(Product.ByLibtorch(weight, null, x, null).div(1e8f), 1e-5);
        x[3, 5] = float.NaN;
        var rows = Product.Linear(weight, null, x, null).isnan(); // [16, 64]
        rows.sum().item<long>().Should().Be(64, "one token is not a number, and no other");
        rows[3].all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Order_in_memory_and_element_type_do_not_matter()
    {
        using var scope = NewDisposeScope();
        Tensor x = Numbers.Random(1, 4, 6, 40), weight = Numbers.Random(2, 48, 40), bias = Numbers.Random(3, 48);
        var expected = Product.ByLibtorch(weight, bias, x, null);
        Product.Linear(weight, bias, x.transpose(0, 1).contiguous().transpose(0, 1), null).ShouldBeNear(expected, 1e-5);
        Product.Linear(weight.t().contiguous().t(), bias, x, null).ShouldBeNear(expected, 1e-5);
        Product.Linear(weight.to(float64), bias.to(float64), x.to(float64), null).to(float32).ShouldBeNear(expected, 1e-5);
    }

    [Fact]
    public void Element_types_that_differ_are_refused_as_libtorch_does()
    {
        using var scope = NewDisposeScope();
        Tensor x = Numbers.Random(1, 16, 40), weight = Numbers.Random(2, 48, 40);
        FluentActions.Invoking(() => Product.Linear(weight.to(float64), null, x, null)).Should().Throw<ExternalException>();
        FluentActions.Invoking(() => Product.Linear(weight, zeros(48, ScalarType.Float64), x, null)).Should().Throw<ExternalException>();
    }

    [Fact]
    public void Gradients_of_gradients_are_those_of_libtorch()
    {
        using var scope = NewDisposeScope();
        Tensor x = Leaf(1, 9, 40), weight = Leaf(2, 33, 40);
        Second(() => Product.Linear(weight, null, x, null)).ShouldBeNear(Second(() => Product.ByLibtorch(weight, null, x, null)), 1e-4);

        Tensor Second(Func<Tensor> compute)
        {
            weight.grad = null;
            var first = autograd.grad([compute().pow(2).sum()], [x], create_graph: true, retain_graph: true)[0]; // [9, 40]
            first.pow(2).mean().backward();
            return weight.grad!.clone();
        }
    }

    [Avx512Fact]
    public void Weights_that_change_between_forward_and_backward_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor x = Leaf(1, 9, 40), weight = Leaf(2, 33, 40);
        var value = Product.Linear(weight, null, x, null).sum();
        using (no_grad()) weight.mul_(2);
        FluentActions.Invoking(() => value.backward()).Should().Throw<ExternalException>().WithMessage("*invalid gradient*");
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var weight = Leaf(2, 64, 64).DetachFromDisposeScope();
        Step();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 5; i++) Step();
        Tensor.TotalCount.Should().Be(before);

        void Step()
        {
            using var scope = NewDisposeScope();
            var x = Leaf(1, 16, 64);
            for (var i = 0; i < 3; i++) x = Product.Linear(weight, null, x, null);
            x.sum().backward();
        }
    }

    private static Tensor Leaf(int seed, params long[] shape) => Numbers.Random(seed, shape).requires_grad_();
}

/// <summary>What only the product of our own promises; skipped where the processor cannot do it.</summary>
internal sealed class Avx512FactAttribute : FactAttribute
{
    public Avx512FactAttribute()
    {
        if (!MatrixProduct.IsSupported) Skip = "This processor has no AVX-512: libtorch computes linear layers here.";
    }
}
