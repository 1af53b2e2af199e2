using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowAttentionTests
{
    [Theory]
    [InlineData(4, 4, 2, 2, false, 1)]
    [InlineData(4, 4, 2, 2, true, 2)]
    [InlineData(5, 3, 2, 2, true, 2)]
    [InlineData(4, 6, 2, 3, true, 4)]
    [InlineData(5, 7, 3, 2, true, 2)]
    [InlineData(5, 7, 4, 4, false, 2)]
    [InlineData(3, 3, 4, 4, true, 2)]
    [InlineData(2, 7, 3, 4, true, 1)]
    public void Attention_is_that_of_nested_loops(int rows, int columns, int height, int width, bool shifted, int heads)
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(rows, columns), new(height, width), shifted));
        using var attention = Make(tables, channels: 4, heads);
        var tokens = Numbers.Random(9, 2, tables.Layout.Padded.Tokens, 4);
        var result = attention.call(tokens, null);
        result.ShouldBeNear(tensor(NaiveAttention.Run(attention, tokens, heads), tokens.shape), 1e-5);
        attention.call(tokens, attention.Bias()).ShouldEqual(result, "a bias made before is the same bias");
    }

    [Fact]
    public void Attend_is_softmax_of_scaled_scores_and_bias()
    {
        using var scope = NewDisposeScope();
        // 2 samples, 2 windows, 3 heads; 4 places of 2 channels.
        Tensor q = Numbers.Random(1, 12, 4, 2), k = Numbers.Random(2, 12, 4, 2), v = Numbers.Random(3, 12, 4, 2);
        foreach (var windows in new[] { 1, 2 })
        {
            var bias = Numbers.Random(4, windows, 3, 4, 4);
            var biases = Numbers.Of(bias);
            var expected = new List<double>();
            for (var i = 0; i < 12; i++)
                for (var query = 0; query < 4; query++)
                    expected.AddRange(NaiveAttention.Attend(Row(q, i, query), Rows(k, i), Rows(v, i), key => biases[((((i / 3 % windows * 3) + (i % 3)) * 4) + query) * 4 + key]));
            WindowAttention.Attend(q, k, v, bias).ShouldBeNear(tensor(expected.ToArray(), [12, 4, 2]), 1e-6);
        }
    }

    [Fact]
    public void Equal_keys_share_their_values_evenly()
    {
        using var scope = NewDisposeScope();
        var v = tensor(new float[] { 1, 2, 3, 6 }, [1, 4, 1]);
        WindowAttention.Attend(zeros(1, 4, 1), zeros(1, 4, 1), v, zeros(1, 1, 4, 4)).ShouldHold(3, 3, 3, 3);
    }

    [Fact]
    public void Dropout_of_weights_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var once = WindowAttention.Attend(zeros(4000, 4, 1), zeros(4000, 4, 1), ones(4000, 4, 1), zeros(1, 1, 4, 4), dropout: 0.5);
        // Each of four weights of 1/4 is dropped or doubled.
        Numbers.Of(once).Select(x => Math.Round(x, 5)).Distinct().Order().Should().Equal(0, 0.5, 1, 1.5, 2);
        Numbers.Of(once).Average().Should().BeApproximately(1, 0.02);
    }

    [Fact]
    public void Strangers_do_not_see_each_other()
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(4, 4), 2, shifted: true));
        using var attention = Make(tables, 4, 2);
        var tokens = Numbers.Random(1, 1, 16, 4);
        var before = attention.call(tokens, null);
        // Shifted by one, the corners 0, 3, 12, 15 lie in one window and all of them are strangers.
        var changed = tokens.clone();
        changed.select(1, 0).fill_(0.5);
        var after = attention.call(changed, null);
        Numbers.Distance(after.select(1, 0), before.select(1, 0)).Should().BeGreaterThan(1e-3);
        for (var token = 1; token < 16; token++) after.select(1, token).contiguous().ShouldEqual(before.select(1, token).contiguous(), $"token {token}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Padding_does_not_matter(bool shifted)
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(3, 5), 2, shifted));
        using var attention = Make(tables, 4, 2);
        PatchGrid grid = tables.Layout.Grid, padded = tables.Layout.Padded;
        var tokens = Numbers.Random(1, 2, grid.Tokens, 4);
        var zeroPadded = GridPadding.Pad(tokens, grid, padded);
        var inside = GridPadding.Pad(ones_like(tokens), grid, padded);
        var wild = zeroPadded + ((1 - inside) * 1e3 * Numbers.Random(2, zeroPadded.shape));
        Tensor quiet = attention.call(zeroPadded, null), loud = attention.call(wild, null);
        Numbers.Of(loud).Should().OnlyContain(x => double.IsFinite(x));
        GridPadding.Crop(loud, padded, grid).ShouldEqual(GridPadding.Crop(quiet, padded, grid));
        Numbers.Distance(loud, quiet).Should().BeGreaterThan(1, "the padding itself was changed");
    }

    [Theory]
    [InlineData(3, 3, 3, 3)]
    [InlineData(3, 3, 7, 7)]
    [InlineData(2, 5, 2, 5)]
    [InlineData(2, 5, 4, 9)]
    public void A_window_that_covers_the_grid_is_global_attention(int rows, int columns, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(rows, columns), new(height, width), shifted: true));
        using var attention = Make(tables, 4, 1);
        var tokens = Numbers.Random(1, 2, rows * columns, 4);
        var weights = attention.state_dict();
        var qkv = nn.functional.linear(tokens, weights["qkv.weight"], weights["qkv.bias"]).chunk(3, 2);
        var bias = RelativePositionBias.Lookup(weights["relative_position_bias_table"], RelativePositionBias.Index(new(rows, columns)));
        var mixed = ((qkv[0].bmm(qkv[1].transpose(1, 2)) / 2) + bias).softmax(-1).bmm(qkv[2]);
        attention.call(tokens, null).ShouldBeNear(nn.functional.linear(mixed, weights["proj.weight"], weights["proj.bias"]), 1e-5);
    }

    [Fact]
    public void Dropout_runs_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(4, 4), 2, shifted: false));
        using var attention = new WindowAttention(tables, 4, 2, dropout: 0.5, attentionDropout: 0.5).WithWeights(1, scale: 1);
        using var plain = Make(tables, 4, 2);
        var tokens = Numbers.Random(1, 8, 16, 4);
        Numbers.Of(attention.call(tokens, null)).Count(x => x == 0).Should().BeInRange(512 * 3 / 10, 512 * 7 / 10);
        attention.eval();
        attention.call(tokens, null).ShouldEqual(plain.call(tokens, null));
    }

    [Fact]
    public void Refusals()
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(3, 4), 2, shifted: false));
        using var attention = Make(tables, 4, 2);
        attention.Invoking(a => a.call(zeros(1, 12, 4), null)).Should().Throw<ArgumentException>()
            .WithMessage("tokens is [1, 12, 4]; windows of 2 × 2 lie on a grid of 4 × 4. Expected [batch, 16, 4], no axis empty.*");
        attention.Invoking(a => a.call(zeros(1, 16, 4, dtype: ScalarType.Float64), null)).Should().Throw<ArgumentException>()
            .WithMessage("tokens is Float64; the weights are Float32.*");
    }

    private static WindowAttention Make(WindowTables tables, int channels, int heads) => new WindowAttention(tables, channels, heads, 0, 0).WithWeights(1, scale: 1);

    private static double[] Row(Tensor tensor, int i, int row) => Numbers.Of(tensor.select(0, i).select(0, row));

    private static double[][] Rows(Tensor tensor, int i) => [.. Numbers.Of(tensor.select(0, i)).Chunk((int)tensor.size(2))];
}
