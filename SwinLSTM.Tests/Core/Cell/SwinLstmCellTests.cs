using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SwinLstmCellTests
{
    public static TheoryData<int, int> Grids => OddGrids.All;

    [Fact]
    public void The_equations_by_hand()
    {
        using var scope = NewDisposeScope();
        using var cell = new SwinLstmCell(1, 1, 1, 1).WithWeights(1);
        // One channel normalises to its bias, whatever comes in: block 0 sees (β, β) and adds both branches to x.
        var w = cell.state_dict().ToDictionary(e => e.Key["blocks.0.".Length..], e => Numbers.Of(e.Value));
        double at(string name, int i = 0) => w[name][i];
        double beta = at("norm1.bias"), fused = (at("fuse.weight") * beta) + (at("fuse.weight", 1) * beta) + at("fuse.bias");
        var value = (at("attention.qkv.weight", 2) * fused) + at("attention.qkv.bias", 2);
        var attended = (at("attention.proj.weight") * value) + at("attention.proj.bias");
        double hidden(int i) => Gelu((at("feed_forward.fc1.weight", i) * at("norm2.bias")) + at("feed_forward.fc1.bias", i));
        var perceptron = at("feed_forward.fc2.bias") + Enumerable.Range(0, 4).Sum(i => at("feed_forward.fc2.weight", i) * hidden(i));

        double x = 0.3, h0 = 0.2, c0 = -0.4, f = x + attended + perceptron, gate = 1 / (1 + Math.Exp(-f));
        double c = gate * (c0 + Math.Tanh(f)), h = gate * Math.Tanh(c);
        var after = cell.call(One(x), new CellState(One(h0), One(c0)));
        after.Cell.ShouldBeNear(One(c), 1e-6);
        after.Hidden.ShouldBeNear(One(h), 1e-6);

        static Tensor One(double value) => tensor(new[] { (float)value }, [1, 1, 1, 1]);
        static double Gelu(double x) => 0.5 * x * (1 + tensor(x / Math.Sqrt(2)).erf().item<double>());
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void The_equations_over_the_blocks_on_any_grid(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var cell = Make(window: 4, depth: 3);
        var (x, state) = Input(rows, columns);
        CellState after = cell.call(x, state), expected = NaiveCell.Step(cell, x, state, 2, 4);
        after.Cell.ShouldBeNear(expected.Cell, 1e-5);
        after.Hidden.ShouldBeNear(expected.Hidden, 1e-5);
    }

    [Fact]
    public void One_cell_at_several_grids_in_turn_gives_what_fresh_cells_give()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(window: 3, depth: 4);
        var kept = new Dictionary<(int, int), CellState>();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Float32 })
        {
            cell.to(type);
            foreach (var (rows, columns) in new[] { (8, 8), (1, 9), (5, 7), (2, 2), (5, 7), (8, 8), (31, 6) })
            {
                using var fresh = Make(window: 3, depth: 4);
                fresh.to(type);
                var (x, state) = Input(rows, columns);
                (x, state) = (x.to(type), new(state.Hidden.to(type), state.Cell.to(type)));
                CellState turn = cell.call(x, state), alone = fresh.call(x, state);
                turn.Hidden.ShouldEqual(alone.Hidden, $"{rows} × {columns} in {type}");
                turn.Cell.ShouldEqual(alone.Cell);
                if (type == ScalarType.Float32 && !kept.TryAdd((rows, columns), turn))
                    turn.Hidden.ShouldEqual(kept[(rows, columns)].Hidden);
            }
        }
    }

    [Fact]
    public void A_null_state_is_zeros()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(window: 2, depth: 3);
        var (x, _) = Input(4, 4);
        CellState fresh = cell.call(x, null), zero = cell.call(x, CellState.Zeros(x));
        fresh.Hidden.ShouldEqual(zero.Hidden);
        fresh.Cell.ShouldEqual(zero.Cell);
        double change(Tensor h, Tensor c) => Numbers.Distance(cell.call(x, new(h, c)).Hidden, zero.Hidden);
        change(Numbers.Random(5, x.shape), zeros_like(x)).Should().BeGreaterThan(1e-3, "h takes part");
        change(zeros_like(x), ones_like(x)).Should().BeGreaterThan(1e-3, "c takes part");
    }

    [Fact]
    public void Samples_of_a_batch_do_not_mix()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(window: 2, depth: 4);
        var (x, state) = Input(3, 5);
        var both = cell.call(x, state);
        for (var sample = 0; sample < 2; sample++)
        {
            Tensor one(Tensor t) => t.narrow(0, sample, 1);
            var alone = cell.call(one(x), new(one(state.Hidden), one(state.Cell)));
            alone.Hidden.ShouldBeNear(one(both.Hidden), 1e-6);
            alone.Cell.ShouldBeNear(one(both.Cell), 1e-6);
        }
    }

    [Fact]
    public void Its_weights_are_its_blocks_and_even_blocks_alone_fuse()
    {
        using var cell = new SwinLstmCell(6, 2, 3, new(2, 4), new CellOptions { FeedForwardRatio = 1.5 });
        Dictionary<string, long[]> plain = new()
        {
            ["norm1.weight"] = [6],
            ["norm1.bias"] = [6],
            ["attention.relative_position_bias_table"] = [3 * 7, 3],
            ["attention.qkv.weight"] = [18, 6],
            ["attention.qkv.bias"] = [18],
            ["attention.proj.weight"] = [6, 6],
            ["attention.proj.bias"] = [6],
            ["norm2.weight"] = [6],
            ["norm2.bias"] = [6],
            ["feed_forward.fc1.weight"] = [9, 6],
            ["feed_forward.fc1.bias"] = [9],
            ["feed_forward.fc2.weight"] = [6, 9],
            ["feed_forward.fc2.bias"] = [6],
        };
        Dictionary<string, long[]> fusing = new(plain) { ["fuse.weight"] = [6, 12], ["fuse.bias"] = [6] };
        var expected = fusing.Select(w => ($"blocks.0.{w.Key}", w.Value)).Concat(plain.Select(w => ($"blocks.1.{w.Key}", w.Value)));
        cell.state_dict().Select(w => (w.Key, w.Value.shape)).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void Gradients_through_padding_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var cell = Make(window: 2, depth: 3);
        cell.to(ScalarType.Float64);
        Tensor leaf(int seed) => Numbers.Random(seed, 2, 3, 5, 4).to(ScalarType.Float64).requires_grad_(true);
        Tensor x = leaf(20), h = leaf(21), c = leaf(22), weights = Numbers.Random(23, 2, 3, 5, 4).to(ScalarType.Float64);
        DirectionalGradient.Check(
            () =>
            {
                var after = cell.call(x, new(h, c));
                return ((after.Hidden + (after.Cell * 0.5)) * weights).sum();
            },
            [("x", x), ("h", h), ("c", c), .. cell.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    private static SwinLstmCell Make(WindowSize window, int depth) => new SwinLstmCell(4, depth, 2, window).WithWeights(1);

    private static (Tensor X, CellState State) Input(int rows, int columns)
    {
        Tensor random(int seed) => Numbers.Random(seed, 2, rows, columns, 4);
        return (random(1), new(random(2), random(3)));
    }
}
