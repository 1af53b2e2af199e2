using System.Runtime.InteropServices;
using FluentAssertions;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class StateDictTests
{
    private const string NotIdentical = "The loaded state_dict is not identical to the target dictionary.";
    private readonly Linear linear = Linear(2, 1);

    private static Dictionary<string, Tensor> State(params (string key, Tensor value)[] entries) => entries.ToDictionary(e => e.key, e => e.value);

    [Fact]
    public void Its_tensors_are_the_live_ones()
    {
        var state = linear.state_dict();
        state["weight"].Should().BeSameAs(linear.weight);
        using (no_grad()) state["weight"].fill_(7);
        linear.weight.Floats().Should().Equal(7, 7);
    }

    [Fact]
    public void A_prefix_stands_before_every_key() => linear.state_dict(prefix: "head").Keys.Should().Equal("head.weight", "head.bias");

    [Fact]
    public void Loading_copies_values_and_keeps_the_objects()
    {
        var weight = linear.weight;
        linear.load_state_dict(State(("weight", full(1, 2, 3f)), ("bias", full(1, 4.0, float64))));
        linear.weight.Should().BeSameAs(weight);
        (linear.weight.item(0), linear.bias!.item<float>(), linear.bias!.dtype).Should().Be((3f, 4f, ScalarType.Float32));
    }

    [Fact]
    public void Loading_tells_what_was_missing_and_unexpected()
    {
        var (missing, unexpected) = linear.load_state_dict(State(("weight", ones(1, 2)), ("y", ones(1))), strict: false);
        missing.Should().Equal("bias");
        unexpected.Should().Equal("y");
        linear.weight.Floats().Should().Equal(1, 1);
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("weight", "bias", "more")]
    public void Strict_loading_refuses_other_keys_and_copies_nothing(params string[] keys)
    {
        var state = keys.ToDictionary(key => key, _ => full(1, 2, 9f));
        linear.Invoking(l => l.load_state_dict(state)).Should().Throw<InvalidOperationException>().WithMessage(NotIdentical);
        linear.weight.Floats().Should().NotContain(9f);
    }

    [Fact]
    public void Skipped_keys_are_neither_missed_nor_loaded()
    {
        var bias = linear.bias!.item<float>();
        linear.load_state_dict(State(("weight", full(1, 2, 9f)), ("bias", full(1, 9f))), skip: ["bias"]);
        (linear.weight.item(0), linear.bias!.item<float>()).Should().Be((9f, bias));
    }

    [Fact]
    public void A_shape_that_does_not_broadcast_is_refused() => linear
        .Invoking(l => l.load_state_dict(State(("weight", ones(3, 3)), ("bias", ones(1))))).Should().Throw<ExternalException>();
}

internal static class Items
{
    public static float item(this Tensor tensor, int index) => tensor.Floats()[index];
}
