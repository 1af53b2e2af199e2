using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class ConvLstmCellTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_is_that_of_its_equations_by_loops(int kernel)
    {
        using var scope = NewDisposeScope();
        const int channels = 2, hidden = 3, rows = 3, columns = 4;
        using var cell = new ConvLstmCell(channels, hidden, kernel).WithWeights(1);
        var x = Numbers.Random(1, 2, channels, rows, columns);
        Tensor h = Numbers.Random(2, 2, hidden, rows, columns), c = Numbers.Random(3, 2, hidden, rows, columns);
        var w = cell.state_dict().ToDictionary(e => e.Key, e => Numbers.Of(e.Value));
        w.Keys.Should().BeEquivalentTo("input_gates.weight", "input_gates.bias", "hidden_gates.weight");

        foreach (var state in new[] { new CellState(h, c), null })
        {
            var oldCell = Numbers.Of(state?.Cell ?? zeros_like(c));
            double[] newCell = new double[oldCell.Length], newHidden = new double[oldCell.Length];
            var sums = Sums(Numbers.Of(x), channels, w["input_gates.weight"], w["input_gates.bias"]);
            var more = Sums(Numbers.Of(state?.Hidden ?? zeros_like(h)), hidden, w["hidden_gates.weight"], new double[4 * hidden]);
            for (var i = 0; i < oldCell.Length; i++)
            {
                var (sample, rest) = (i / (hidden * rows * columns), i % (hidden * rows * columns));
                int place(int which) => (((sample * 4) + which) * hidden * rows * columns) + rest;
                double gate(int which) => sums[place(which)] + more[place(which)];
                newCell[i] = (Sigmoid(gate(1)) * oldCell[i]) + (Sigmoid(gate(0)) * Math.Tanh(gate(3)));
                newHidden[i] = Sigmoid(gate(2)) * Math.Tanh(newCell[i]);
            }

            var after = cell.call(x, state);
            after.Cell.ShouldBeNear(tensor(newCell, c.shape), 1e-5);
            after.Hidden.ShouldBeNear(tensor(newHidden, c.shape), 1e-5);
        }

        double[] Sums(double[] maps, int inputs, double[] weight, double[] bias)
        {
            var sums = new double[2 * 4 * hidden * rows * columns];
            for (var i = 0; i < sums.Length; i++)
            {
                var (b, o) = (i / (4 * hidden * rows * columns), i / (rows * columns) % (4 * hidden));
                var (y, column) = (i / columns % rows, i % columns);
                sums[i] = bias[o];
                for (var input = 0; input < inputs; input++)
                    for (var k = 0; k < kernel * kernel; k++)
                    {
                        var (fromRow, fromColumn) = (y + (k / kernel) - (kernel / 2), column + (k % kernel) - (kernel / 2));
                        if (fromRow is >= 0 and < rows && fromColumn is >= 0 and < columns)
                            sums[i] += weight[(((o * inputs) + input) * kernel * kernel) + k]
                                * maps[(((((b * inputs) + input) * rows) + fromRow) * columns) + fromColumn];
                    }
            }

            return sums;
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var cell = new ConvLstmCell(2, 3, 3).WithWeights(1);
        cell.to(ScalarType.Float64);
        Tensor leaf(int seed, int channels) => Numbers.Random(seed, 2, channels, 3, 4).to(ScalarType.Float64).requires_grad_(true);
        Tensor x = leaf(20, 2), h = leaf(21, 3), c = leaf(22, 3), weights = Numbers.Random(23, 2, 3, 3, 4).to(ScalarType.Float64);
        DirectionalGradient.Check(
            () =>
            {
                var after = cell.call(x, new(h, c));
                return ((after.Hidden + (after.Cell * 0.5)) * weights).sum();
            },
            [("x", x), ("h", h), ("c", c), .. cell.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        void unbuilt(int inputs, int hidden, int kernel, string message) =>
            Refusal.Of(() => new ConvLstmCell(inputs, hidden, kernel), message);

        unbuilt(1, 1, 4, "kernelSize is 4; it must be odd, so that maps keep their size.*");
        unbuilt(1, 1, -1, "kernelSize is -1; *");
        unbuilt(0, 1, 3, "inputChannels must be at least 1; it is 0.*");
        unbuilt(1, 0, 3, "hiddenChannels must be at least 1; it is 0.*");

        using var cell = new ConvLstmCell(2, 3, 3);
        void refused(Tensor maps, CellState? state, string message) =>
            Refusal.Of(() => cell.call(maps, state), message);

        refused(zeros(1, 3, 4, 5), null, "maps is [1, 3, 4, 5]; this module was built for 2 channels. "
            + "Expected [batch, 2, height, width], no axis empty.*");
        refused(zeros(2, 4), null, "maps is [2, 4]; this module was built for 2 channels.*");
        refused(zeros(1, 2, 4, 5, ScalarType.Float64), null, "maps is Float64; the weights are Float32.*");
        refused(zeros(1, 2, 4, 5), new(zeros(1, 3, 4, 5), zeros(1, 3, 5, 4)),
            "state is [1, 3, 5, 4]; a state goes with inputs of one size; pass null to begin with another. Expected [1, 3, 4, 5].*");
        refused(zeros(1, 2, 4, 5), new(zeros(1, 3, 4, 5, ScalarType.Float64), zeros(1, 3, 4, 5)), "state is Float64; *");
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
