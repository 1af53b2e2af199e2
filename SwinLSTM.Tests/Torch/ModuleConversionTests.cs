using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class ModuleConversionTests
{
    private readonly Probe probe = new();

    [Fact]
    public void Another_type_makes_new_parameters_and_ends_the_old()
    {
        var (own, inner) = (probe.weight_, probe.lin.weight);
        probe.to(float64).Should().BeSameAs(probe);
        (own.IsInvalid, ReferenceEquals(own, probe.weight_)).Should().Be((true, false));
        ReferenceEquals(inner, probe.lin.weight).Should().BeFalse();
        probe.parameters().Should().OnlyContain(p => p.dtype == ScalarType.Float64 && p.requires_grad);
        probe.state_dict()["weight_"].Should().BeSameAs(probe.weight_);
    }

    [Fact]
    public void Whole_numbers_stay_what_they_are()
    {
        probe.to(float64);
        (probe.table.dtype, probe.index.dtype).Should().Be((ScalarType.Float64, ScalarType.Int64));
    }

    [Fact]
    public void The_same_type_and_device_keep_the_objects()
    {
        var before = probe.parameters().ToArray();
        probe.to(float32).to(CPU);
        probe.parameters().Should().Equal(before, ReferenceEquals);
    }

    [Fact]
    public void Gradients_go_along()
    {
        probe.lin.call(ones(1, 2)).sum().backward();
        probe.to(float64);
        probe.lin.bias!.grad!.Doubles().Should().Equal(1, 1);
    }

    [Fact]
    public void Values_survive_the_way_there_and_back()
    {
        var before = probe.lin.weight.Floats();
        probe.to(float64).to(float32);
        probe.lin.weight.Floats().Should().Equal(before);
    }

    [Fact]
    public void A_module_converted_in_a_scope_outlives_it()
    {
        var linear = Linear(1, 1);
        using (NewDisposeScope()) linear.to(float64);
        linear.weight.IsInvalid.Should().BeFalse();
    }
}
