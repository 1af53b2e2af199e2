using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchMergingTests
{
    public static TheoryData<int, int> Grids => OddGrids.All;

    [Theory]
    [MemberData(nameof(Grids))]
    public void Merging_is_that_of_loops_on_any_grid(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        const int d = 3;
        using var merging = new PatchMerging(d).WithWeights(1);
        var tokens = Numbers.Random(2, 2, rows, columns, d);
        var source = Numbers.Of(tokens);
        var (halfRows, halfColumns) = ((rows + 1) / 2, (columns + 1) / 2);
        // Each square column by column; a row or column that is missing is zeros.
        double[] quads =
        [
            .. from b in Enumerable.Range(0, 2)
               from r in Enumerable.Range(0, halfRows)
               from c in Enumerable.Range(0, halfColumns)
               from right in Enumerable.Range(0, 2)
               from down in Enumerable.Range(0, 2)
               let row = (2 * r) + down
               let column = (2 * c) + right
               from channel in Enumerable.Range(0, d)
               select row < rows && column < columns ? source[(((((b * rows) + row) * columns) + column) * d) + channel] : 0,
        ];
        if (rows % 2 == 0 && columns % 2 == 0) Numbers.Of(PatchMerging.Gather(tokens)).Should().Equal(quads);
        var w = merging.state_dict();
        var squares = tensor(quads, [2, halfRows, halfColumns, 4 * d]).to(ScalarType.Float32);
        var normal = nn.functional.layer_norm(squares, [4 * d], w["norm.weight"], w["norm.bias"]);
        merging.call(tokens).ShouldBeNear(nn.functional.linear(normal, w["reduction.weight"]), 1e-5);
    }

    [Fact]
    public void Merging_by_hand_normalises_all_four_tokens_and_adds_nothing_after_it()
    {
        using var scope = NewDisposeScope();
        using var merging = new PatchMerging(1).WithWeights(1);
        var weights = merging.state_dict();
        weights.Keys.Should().BeEquivalentTo("reduction.weight", "norm.weight", "norm.bias");
        var merged = merging.call(tensor(new float[] { 1, 2, 3, 4 }, [1, 2, 2, 1]));
        var normal = (tensor(new float[] { 1, 3, 2, 4 }) - 2.5) / Math.Sqrt(1.25 + 1e-5);
        var expected = mv(weights["reduction.weight"], (normal * weights["norm.weight"]) + weights["norm.bias"]);
        merged.ShouldBeNear(expected.view(1, 1, 1, 2), 1e-6);
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        using var merging = new PatchMerging(3);
        Refusal.Of(() => merging.call(zeros(1, 6, 3)), "tokens is [1, 6, 3]; this module was built for 3 channels. "
            + "Expected [batch, rows, columns, 3], no axis empty.*");
        Refusal.Of(() => merging.call(zeros(1, 2, 4, 3, ScalarType.Float64)), "tokens is Float64; *");
        Refusal.Of(() => new PatchMerging(0), "channels must be at least 1; it is 0.*");
    }
}
