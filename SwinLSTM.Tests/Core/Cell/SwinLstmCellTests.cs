using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinLstmCellTests
{
    [Fact]
    public void The_equations_by_hand()
    {
        using var scope = NewDisposeScope();
        using var cell = new SwinLstmCell(new(1, 1), 1, 1, 1, 1).WithWeights(1);
        // One channel normalises to its bias, whatever comes in: block 0 sees (β, β) and adds both branches to x.
        var w = cell.state_dict().ToDictionary(e => e.Key["blocks.blocks.0.".Length..], e => Numbers.Of(e.Value));
        double at(string name, int i = 0) => w[name][i];
        double beta = at("norm1.bias"), fused = (at("fuse.both.weight") * beta) + (at("fuse.both.weight", 1) * beta) + at("fuse.both.bias");
        var value = (at("attention.qkv.weight", 2) * fused) + at("attention.qkv.bias", 2);
        var attended = (at("attention.proj.weight") * value) + at("attention.proj.bias");
        var perceptron = Enumerable.Range(0, 4).Sum(i => at("feed_forward.fc2.weight", i) * Gelu((at("feed_forward.fc1.weight", i) * at("norm2.bias")) + at("feed_forward.fc1.bias", i)))
            + at("feed_forward.fc2.bias");

        double x = 0.3, h0 = 0.2, c0 = -0.4, f = x + attended + perceptron, gate = 1 / (1 + Math.Exp(-f));
        double c = gate * (c0 + Math.Tanh(f)), h = gate * Math.Tanh(c);
        var after = cell.call(One(x), new CellState(One(h0), One(c0)));
        after.Cell.ShouldBeNear(One(c), 1e-6);
        after.Hidden.ShouldBeNear(One(h), 1e-6);
    }

    [Theory]
    [InlineData(4, 4, 2, 2, 4)]
    [InlineData(3, 5, 2, 2, 5)]
    [InlineData(5, 4, 3, 2, 3)]
    public void The_equations_over_the_blocks(int rows, int columns, int height, int width, int depth)
    {
        using var scope = NewDisposeScope();
        using var cell = Make(new(rows, columns), new(height, width), depth);
        var (x, state) = Input(cell);
        PatchGrid grid = cell.Grid, padded = cell.Blocks[0].Attention.Layout.Padded;
        // Even blocks fuse: the first h, every later one x again.
        var again = GridPadding.Pad(x, grid, padded);
        var f = again;
        for (var i = 0; i < depth; i++)
            f = cell.Blocks[i].call(f, i == 0 ? GridPadding.Pad(state.Hidden, grid, padded) : i % 2 == 0 ? again : null, null);
        f = GridPadding.Crop(f, padded, grid);
        var c = f.sigmoid() * (state.Cell + f.tanh());

        var after = cell.call(x, state);
        after.Cell.ShouldBeNear(c, 1e-6);
        after.Hidden.ShouldBeNear(f.sigmoid() * c.tanh(), 1e-6);
        for (var i = 0; i < depth; i++) cell.Blocks[i].Attention.Layout.IsShifted.Should().Be(i % 2 == 1, "odd blocks shift");
    }

    [Fact]
    public void A_null_state_is_zeros()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(new(4, 4), 2, 3);
        var (x, _) = Input(cell);
        CellState fresh = cell.call(x, null), zero = cell.call(x, CellState.Zeros(x));
        fresh.Hidden.ShouldEqual(zero.Hidden);
        fresh.Cell.ShouldEqual(zero.Cell);
        Numbers.Distance(cell.call(x, new(Numbers.Random(5, x.shape), zeros_like(x))).Hidden, zero.Hidden).Should().BeGreaterThan(1e-3, "h takes part");
        Numbers.Distance(cell.call(x, new(zeros_like(x), ones_like(x))).Hidden, zero.Hidden).Should().BeGreaterThan(1e-3, "c takes part");
    }

    [Fact]
    public void Samples_of_a_batch_do_not_mix()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(new(3, 5), 2, 4);
        var (x, state) = Input(cell);
        var both = cell.call(x, state);
        for (var sample = 0; sample < 2; sample++)
        {
            Tensor one(Tensor t) => t.narrow(0, sample, 1);
            var alone = cell.call(one(x), new(one(state.Hidden), one(state.Cell)));
            alone.Hidden.ShouldBeNear(one(both.Hidden), 1e-6);
            alone.Cell.ShouldBeNear(one(both.Cell), 1e-6);
        }
    }

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 7, 2)]
    [InlineData(7, 5, 4)]
    [InlineData(5, 5, 5)]
    [InlineData(2, 9, 3)]
    public void Any_grid_works(int rows, int columns, int window)
    {
        using var scope = NewDisposeScope();
        using var cell = Make(new(rows, columns), window, 2);
        var (x, _) = Input(cell);
        var after = cell.call(x, cell.call(x, null));
        after.Hidden.shape.Should().Equal(x.shape);
        Numbers.Of(after.Hidden).Should().OnlyContain(v => Math.Abs(v) < 1);
        Numbers.Of(after.Cell).Should().OnlyContain(v => Math.Abs(v) < 2);
    }

    [Fact]
    public void Its_members_say_how_it_was_built()
    {
        using var cell = new SwinLstmCell(new(3, 5), 6, 4, 3, 2, new CellOptions { FeedForwardRatio = 1.5 });
        (cell.Grid, cell.Channels, cell.Heads, cell.HiddenChannels, cell.Blocks.Count).Should().Be((new PatchGrid(3, 5), 6, 3, 9, 4));
        cell.state_dict().Keys.Where(k => k.Contains("fuse", StringComparison.Ordinal)).Should().Equal(
            "blocks.blocks.0.fuse.both.weight", "blocks.blocks.0.fuse.both.bias", "blocks.blocks.2.fuse.both.weight", "blocks.blocks.2.fuse.both.bias");
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(new(3, 4), 2, 3);
        cell.to(ScalarType.Float64);
        Tensor leaf(int seed) => Numbers.Random(seed, 2, 12, 4).to(ScalarType.Float64).requires_grad_(true);
        Tensor x = leaf(20), h = leaf(21), c = leaf(22), weights = Numbers.Random(23, 2, 12, 4).to(ScalarType.Float64);
        DirectionalGradient.Check(
            () =>
            {
                var after = cell.call(x, new(h, c));
                return ((after.Hidden + (after.Cell * 0.5)) * weights).sum();
            },
            [("x", x), ("h", h), ("c", c), .. cell.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    private static SwinLstmCell Make(PatchGrid grid, WindowSize window, int depth) => new SwinLstmCell(grid, 4, depth, 2, window).WithWeights(1);

    private static (Tensor Tokens, CellState State) Input(SwinLstmCell cell)
    {
        Tensor random(int seed) => Numbers.Random(seed, 2, cell.Grid.Tokens, cell.Channels);
        return (random(1), new(random(2), random(3)));
    }

    private static Tensor One(double value) => tensor(new[] { (float)value }, [1, 1, 1]);

    private static double Gelu(double x)
    {
        using var scope = NewDisposeScope();
        return 0.5 * x * (1 + tensor(x / Math.Sqrt(2)).erf().item<double>());
    }
}
