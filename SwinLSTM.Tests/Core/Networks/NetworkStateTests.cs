using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class NetworkStateTests
{
    [Fact]
    public void A_state_lists_its_cells_and_owns_their_tensors()
    {
        using var scope = NewDisposeScope();
        NetworkState state;
        CellState a, b;
        using (var inner = NewDisposeScope())
        {
            (a, b) = (new(ones(1), ones(2)), new(ones(3), ones(4)));
            state = new NetworkState(a, b).MoveToOuter(inner);
        }

        state.Should().Equal(a, b);
        (state.Count, state[1]).Should().Be((2, b));
        state.SelectMany(c => new[] { c.Hidden, c.Cell }).Should().OnlyContain(t => !t.IsInvalid, "they left the scope");
        var detached = state.Detach();
        state.Dispose();
        (a.Hidden.IsInvalid, b.Cell.IsInvalid, detached[1].Cell.IsInvalid).Should().Be((true, true, false));
        detached[1].Cell.ShouldHold(1, 1, 1, 1);
    }

    [Fact]
    public void Detach_truncates_back_propagation_through_time()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.B.Build(seed: 1);
        network.eval();
        Tensor first = Numbers.Random(1, 1, 1, 8, 8).requires_grad_(true), second = Numbers.Random(2, 1, 1, 8, 8);
        var (_, state) = network.call(first, null);
        network.call(second, state.Detach()).Next.sum().backward();
        first.grad.Should().BeNull();
        network.call(second, state).Next.sum().backward();
        Numbers.Of(first.grad!.abs().sum()).Single().Should().BeGreaterThan(0);
    }
}
