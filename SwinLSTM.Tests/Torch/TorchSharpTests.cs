using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

/// <summary>What TorchSharp does beyond its documents and this library counts on; each test names who does.</summary>
public class TorchSharpTests
{
    private sealed class Probe : Module<Tensor, Tensor>
    {
        public readonly Linear lin = Linear(2, 2);
        public readonly ModuleList<Linear> layers = new(Linear(2, 3), Linear(3, 2, hasBias: false));
        public readonly Parameter weight_ = Parameter(ones(3));

        public Probe() : base("probe") => RegisterComponents();

        public override Tensor forward(Tensor input) => layers[1].call(layers[0].call(lin.call(input)));
    }

    // Every forward: what it returns may be its own argument, where there is nothing to pad or crop.
    [Fact]
    public void MoveToOuter_lifts_its_own_and_leaves_others_alone()
    {
        using var outer = NewDisposeScope();
        var given = ones(1);
        Tensor made;
        using (var inner = NewDisposeScope())
        {
            made = inner.MoveToOuter(given + 1);
            inner.MoveToOuter(given).Should().BeSameAs(given);
        }

        (made.IsInvalid, given.IsInvalid, outer.DisposablesCount).Should().Be((false, false, 2));
    }

    // Every forward: results of calls outside any scope belong to the caller.
    [Fact]
    public void MoveToOuter_without_an_outer_scope_sets_free()
    {
        Tensor made;
        using (var scope = NewDisposeScope()) made = scope.MoveToOuter(ones(1));
        made.IsInvalid.Should().BeFalse();
    }

    // Every forward: its scope closes long before backward.
    [Fact]
    public void Intermediates_may_be_disposed_before_backward()
    {
        var x = tensor(new float[] { 2, 3 }, requires_grad: true);
        Tensor loss;
        using (var scope = NewDisposeScope()) loss = scope.MoveToOuter((x * x * x).sum());
        loss.backward();
        x.grad!.ShouldHold(12, 27);
    }

    // RelativePositionBias takes its table out of the scope by itself, so that a network built in a scope outlives it.
    [Fact]
    public void Own_parameters_die_with_the_scope_they_were_made_in_and_those_of_layers_do_not()
    {
        Probe probe;
        using (NewDisposeScope()) probe = new();
        (probe.weight_.IsInvalid, probe.lin.weight.IsInvalid).Should().Be((true, false));
    }

    // Checkpoint.Load converts what it built, in whatever scope its caller has.
    [Fact]
    public void A_module_converted_in_a_scope_outlives_it()
    {
        var linear = Linear(1, 1);
        using (NewDisposeScope()) linear.to(float64);
        linear.weight.IsInvalid.Should().BeFalse();
    }

    // Checkpoint writes the entries in this order, and OfficialNames lists the authors' in theirs.
    [Fact]
    public void Field_names_are_keys_and_own_parameters_come_first() => new Probe().state_dict().Keys.Should().Equal(
        "weight_", "lin.weight", "lin.bias", "layers.0.weight", "layers.0.bias", "layers.1.weight");

    // WeightTransfer copies into them.
    [Fact]
    public void A_state_dict_holds_the_live_weights()
    {
        var linear = Linear(2, 1);
        using (no_grad()) linear.state_dict()["weight"].fill_(7);
        linear.weight.ShouldHold(7, 7);
    }

    // WeightTransfer compares shapes for this reason.
    [Fact]
    public void Loading_a_state_dict_broadcasts_what_does_not_fit()
    {
        var linear = Linear(2, 1);
        linear.load_state_dict(new() { ["weight"] = full(1, 3f), ["bias"] = ones(1) });
        linear.weight.ShouldHold(3, 3);
    }

    // EvaluationMode restores modes in this order, and adds the module itself.
    [Fact]
    public void Modules_are_listed_parents_first_without_the_module_itself() =>
        new Probe().named_modules().Select(m => m.name).Should().Equal("lin", "layers", "layers.0", "layers.1");

    // What docs/fidelity.md says of hooks.
    [Fact]
    public void Hooks_run_on_call_and_not_on_forward()
    {
        var identity = Identity();
        identity.register_forward_hook((_, _, y) => y * 10);
        identity.call(ones(1)).ShouldHold(10);
        identity.forward(ones(1)).ShouldHold(1);
    }

    // "Every other layer starts as PyTorch makes it", in docs/fidelity.md.
    [Fact]
    public void Layers_start_within_one_over_the_root_of_their_inputs()
    {
        random.manual_seed(0);
        foreach (var weight in new[] { Linear(100, 50).weight!, Linear(100, 500).bias!, Conv2d(25, 50, 2).weight! })
            weight.abs().max().item<float>().Should().BeInRange(0.098f, 0.1f);
    }

    // TruncatedNormal is there because of it.
    [Fact]
    public void Its_truncated_normal_gives_constants() =>
        Numbers.Of(init.trunc_normal_(empty(10), std: 0.02)).Distinct().Should().ContainSingle();
}
