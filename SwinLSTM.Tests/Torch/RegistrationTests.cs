using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class RegistrationTests
{
    private readonly Probe probe = new();

    [Fact]
    public void Field_names_are_keys_parameters_before_buffers() => probe.state_dict().Keys.Should().Equal(
        "weight_", "lin.weight", "lin.bias", "layers.0.weight", "layers.0.bias", "layers.1.weight", "table", "index");

    [Fact]
    public void Parameters_are_own_first_then_the_childrens()
    {
        probe.named_parameters().Select(p => p.name).Should().Equal("weight_", "lin.weight", "lin.bias", "layers.0.weight", "layers.0.bias", "layers.1.weight");
        probe.parameters().Select(p => string.Join('x', p.shape)).Should().Equal("3", "2x2", "2", "3x2", "3", "2x3");
        probe.parameters(recurse: false).Should().ContainSingle().Which.Should().BeSameAs(probe.weight_);
    }

    [Fact]
    public void Plain_tensor_fields_are_buffers() => probe.named_buffers().Select(b => b.name).Should().Equal("table", "index");

    [Fact]
    public void Children_and_modules_are_listed_level_by_level_without_the_module_itself()
    {
        probe.named_children().Select(c => c.name).Should().Equal("lin", "layers", "drop");
        probe.named_modules().Select(m => m.name).Should().Equal("lin", "layers", "drop", "layers.0", "layers.1");
    }

    [Fact]
    public void The_name_is_the_constructors() => probe.GetName().Should().Be("probe");

    [Fact]
    public void A_parameter_is_found_by_its_path()
    {
        probe.get_parameter("layers.0.weight").Should().BeSameAs(probe.layers[0].weight);
        probe.has_parameter("layers.2.weight").Should().BeFalse();
        probe.has_buffer("index").Should().BeTrue();
    }

    private sealed class AutoProperty : Module<Tensor, Tensor>
    {
        public Linear Head { get; } = Linear(1, 1);
        public AutoProperty() : base("auto") => RegisterComponents();
        public override Tensor forward(Tensor input) => Head.call(input);
    }

    [Fact]
    public void An_auto_property_is_keyed_by_its_backing_field() =>
        new AutoProperty().state_dict().Keys.Should().Equal("<Head>k__BackingField.weight", "<Head>k__BackingField.bias");

    private class First : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(1, 1);
        protected First() : base("first") => RegisterComponents();
        public override Tensor forward(Tensor input) => first.call(input);
    }

    private sealed class Second : First
    {
        private readonly Linear second;
        public Second()
        {
            second = Linear(1, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(base.forward(input));
    }

    [Fact]
    public void What_a_derived_class_adds_after_the_base_registered_is_not_seen() => new Second().state_dict().Keys.Should().Equal("first.weight", "first.bias");

    private sealed class Nothing : Module<Tensor, Tensor>
    {
        public Parameter? weight;

        public Nothing(Tensor? data) : base("nothing")
        {
            if (data is not null) weight = Parameter(data);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => weight is null ? input.alias() : input * weight;
    }

    [Fact]
    public void A_null_field_is_no_component() => new Nothing(null).state_dict().Should().BeEmpty();

    private sealed class Quiet : Module<Tensor, Tensor>
    {
        public readonly Tensor cache = zeros(2);
        private readonly Linear lin = Linear(1, 1);

        public Quiet() : base("quiet")
        {
            register_buffer("cache", cache, persistent: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => lin.call(input);
        public void Again() => register_module("lin", Linear(1, 1));
    }

    [Fact]
    public void A_buffer_that_is_not_persistent_is_listed_nowhere_and_not_converted()
    {
        var quiet = new Quiet();
        quiet.state_dict().Keys.Should().Equal("lin.weight", "lin.bias");
        quiet.named_buffers().Should().BeEmpty();
        quiet.to(float64);
        quiet.cache.dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void A_name_is_taken_once() => new Quiet().Invoking(q => q.Again()).Should().Throw<InvalidOperationException>().WithMessage("*lin is already registered*");

    private sealed class Shared : Module<Tensor, Tensor>
    {
        public readonly Linear a = Linear(1, 1);
        public readonly Linear b;

        public Shared() : base("shared")
        {
            b = a;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => b.call(a.call(input));
    }

    [Fact]
    public void A_shared_module_has_its_parameters_once_and_its_keys_twice()
    {
        var shared = new Shared();
        shared.parameters().Should().HaveCount(2);
        shared.state_dict().Keys.Should().Equal("a.weight", "a.bias", "b.weight", "b.bias");
    }

    [Fact]
    public void Containers_key_by_position_or_by_name()
    {
        Sequential(("a", Linear(1, 1)), ("b", GELU())).state_dict().Keys.Should().Equal("a.weight", "a.bias");
        Sequential(Linear(1, 1), GELU(), Linear(1, 1, hasBias: false)).state_dict().Keys.Should().Equal("0.weight", "0.bias", "2.weight");
        LayerNorm(2).state_dict().Keys.Should().Equal("weight", "bias");
        LayerNorm(2, bias: false).state_dict().Keys.Should().Equal("weight");
        Linear(2, 3, hasBias: false).state_dict().Keys.Should().Equal("weight");
    }

    [Fact]
    public void Training_is_on_until_eval_and_children_follow()
    {
        probe.training.Should().BeTrue();
        probe.eval();
        (probe.training, probe.drop.training).Should().Be((false, false));
        probe.train();
        probe.drop.training.Should().BeTrue();
    }

    [Fact]
    public void Disposing_a_module_disposes_all_that_is_in_it()
    {
        var (own, inner, buffer) = (probe.weight_, probe.layers[1].weight, probe.table);
        probe.Dispose();
        (own.IsInvalid, inner.IsInvalid, buffer.IsInvalid).Should().Be((true, true, true));
    }
}
