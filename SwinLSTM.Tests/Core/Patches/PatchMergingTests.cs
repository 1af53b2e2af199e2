using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class PatchMergingTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 6)]
    [InlineData(8, 2)]
    public void Gather_takes_each_square_column_by_column(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        const int d = 3;
        var tokens = Numbers.Counting(2, rows * columns, d);
        var source = Numbers.Of(tokens);
        var expected = new List<double>();
        for (var b = 0; b < 2; b++)
            for (var r = 0; r < rows; r += 2)
                for (var c = 0; c < columns; c += 2)
                    foreach (var (down, right) in new[] { (0, 0), (1, 0), (0, 1), (1, 1) })
                        for (var channel = 0; channel < d; channel++)
                            expected.Add(source[(((((b * rows) + r + down) * columns) + c + right) * d) + channel]);
        var gathered = PatchMerging.Gather(tokens, new(rows, columns));
        gathered.shape.Should().Equal(2, rows * columns / 4, 4 * d);
        Numbers.Of(gathered).Should().Equal(expected);
    }

    [Fact]
    public void Merging_normalises_four_tokens_and_halves_their_channels()
    {
        using var scope = NewDisposeScope();
        using var merging = new PatchMerging(new(2, 2), 1).WithWeights(1);
        var weights = merging.state_dict();
        var merged = merging.call(tensor(new float[] { 1, 2, 3, 4 }, [1, 4, 1]));
        // In the order of Gather: (0,0), (1,0), (0,1), (1,1).
        var quad = tensor(new float[] { 1, 3, 2, 4 });
        var normal = (quad - 2.5) / Math.Sqrt(1.25 + 1e-5);
        var expected = mv(weights["reduction.weight"], (normal * weights["norm.weight"]) + weights["norm.bias"]);
        merged.shape.Should().Equal(1, 1, 2);
        merged.ShouldBeNear(expected.view(1, 1, 2), 1e-6);
    }

    [Fact]
    public void An_odd_row_or_column_is_merged_with_zeros()
    {
        using var scope = NewDisposeScope();
        using PatchMerging odd = new PatchMerging(new(3, 5), 2).WithWeights(1), even = new PatchMerging(new(4, 6), 2).WithWeights(1);
        var tokens = Numbers.Random(2, 2, 15, 2);
        var merged = odd.call(tokens);
        merged.shape.Should().Equal(2, 6, 4);
        merged.ShouldEqual(even.call(GridPadding.Pad(tokens, new(3, 5), new(4, 6))));
    }

    [Fact]
    public void The_normalisation_is_over_all_four_tokens_and_nothing_is_added_after_it()
    {
        using var merging = new PatchMerging(new(2, 2), 4);
        merging.state_dict().ToDictionary(w => w.Key, w => w.Value.shape).Should().BeEquivalentTo(new Dictionary<string, long[]>
        {
            ["reduction.weight"] = [8, 16],
            ["norm.weight"] = [16],
            ["norm.bias"] = [16],
        });
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        using var merging = new PatchMerging(new(2, 4), 3);
        merging.Invoking(m => m.call(zeros(1, 6, 3))).Should().Throw<ArgumentException>()
            .WithMessage("tokens is [1, 6, 3]; the grid to merge is 2 × 4. Expected [batch, 8, 3], no axis empty.*");
        merging.Invoking(m => m.call(zeros(1, 8, 3, dtype: ScalarType.Float64))).Should().Throw<ArgumentException>()
            .WithMessage("tokens is Float64; the weights are Float32. Convert one: tokens.to(ScalarType.Float32), or the module with .to(ScalarType.Float64).*");
        FluentActions.Invoking(() => new PatchMerging(new(2, 2), 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("channels must be at least 1; it is 0.*");
    }
}
