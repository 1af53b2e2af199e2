using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowAttentionTests
{
    public static TheoryData<int, int> Grids => OddGrids.All;

    [Theory]
    [MemberData(nameof(Grids))]
    public void Attention_is_that_of_nested_loops_on_any_grid(int rows, int columns)
    {
        (WindowSize, bool)[] kinds = [(2, true), (4, false), (4, true), (new(3, 2), true), (new(2, 40), true)];
        foreach (var (window, shifted) in kinds)
        {
            using var scope = NewDisposeScope();
            using var attention = Make(4, 2, window, shifted);
            var tokens = Numbers.Random(9, 2, rows, columns, 4);
            var expected = NaiveAttention.Run(attention.Module, tokens, 2, window, shifted);
            attention.Call(tokens).ShouldBeNear(expected, 1e-5, $"{window}, shifted: {shifted}");
        }
    }

    [Theory]
    [InlineData(4, 2, 2)]
    [InlineData(4, 3, 1)]
    [InlineData(7, 3, 9)]
    public void On_a_small_grid_the_middle_of_the_table_is_the_table_of_the_smaller_window(int window, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var side = Math.Min(rows, columns);
        using WholeAttention whole = Make(4, 2, window, shifted: true), cut = Make(4, 2, side, shifted: false);
        using (no_grad())
            foreach (var (name, weight) in cut.Module.state_dict())
            {
                var source = whole.Module.state_dict()[name];
                weight.copy_(name == "relative_position_bias_table" ? RelativePositionBias.Resize(source, window, side) : source);
            }

        var tokens = Numbers.Random(9, 2, rows, columns, 4);
        whole.Call(tokens).ShouldEqual(cut.Call(tokens));
    }

    [Fact]
    public void Attend_is_softmax_of_scaled_scores_and_bias()
    {
        using var scope = NewDisposeScope();
        using var attention = Make(6, 3, 2, shifted: false);
        // 2 samples, 2 windows, 3 heads; 4 places of 2 channels.
        Tensor q = Numbers.Random(1, 12, 4, 2), k = Numbers.Random(2, 12, 4, 2), v = Numbers.Random(3, 12, 4, 2);
        foreach (var windows in new[] { 1, 2 })
        {
            var bias = Numbers.Random(4, windows, 3, 4, 4);
            var biases = Numbers.Of(bias);
            var expected =
                from i in Enumerable.Range(0, 12)
                from query in Enumerable.Range(0, 4)
                let row = (((i / 3 % windows * 3) + (i % 3)) * 4) + query
                from value in NaiveAttention.Attend(Rows(q, i)[query], Rows(k, i), Rows(v, i), key => biases[(row * 4) + key])
                select value;
            attention.Module.Attend(q, k, v, bias).ShouldBeNear(tensor(expected.ToArray(), [12, 4, 2]), 1e-6);
        }

        static double[][] Rows(Tensor tensor, int i) => [.. Numbers.Of(tensor.select(0, i)).Chunk((int)tensor.size(2))];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e2)]
    [InlineData(1e4)]
    public void Attend_is_right_for_scores_of_any_size_and_values_in_any_order_of_memory(double size)
    {
        using var scope = NewDisposeScope();
        using var attention = Make(6, 2, 2, shifted: false);
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            int count = 2 * random.Next(1, 4), n = random.Next(1, 7), d = random.Next(1, 5);
            // As the projection leaves them: the three side by side, and turned.
            var all = Numbers.Random(round, n, count, 3, d).permute(2, 1, 0, 3); // [3, B·nW·h, N, d]
            var q = all[0] * size;
            var bias = Numbers.Random(100 + round, 1, 2, n, n) * size;
            var scores = q.to(ScalarType.Float64).bmm(all[1].to(ScalarType.Float64).transpose(1, 2)) / Math.Sqrt(d);
            var biased = scores.view(-1, 1, 2, n, n) + bias.to(ScalarType.Float64);
            var expected = biased.softmax(-1).view(-1, n, n).bmm(all[2].to(ScalarType.Float64));
            // A score of 1e4 is known to a part in 1e7 alone, its softmax so much less.
            attention.Module.Attend(q, all[1], all[2], bias).ShouldBeNear(expected, 1e-6 * Math.Max(1, size));
        }
    }

    [Fact]
    public void Equal_keys_share_their_values_evenly()
    {
        using var scope = NewDisposeScope();
        using var attention = Make(1, 1, 2, shifted: false);
        var v = tensor(new float[] { 1, 2, 3, 6 }, [1, 4, 1]);
        attention.Module.Attend(zeros(1, 4, 1), zeros(1, 4, 1), v, zeros(1, 1, 4, 4)).ShouldHold(3, 3, 3, 3);
    }

    [Fact]
    public void Strangers_do_not_see_each_other()
    {
        using var scope = NewDisposeScope();
        using var attention = Make(4, 2, 2, shifted: true);
        var tokens = Numbers.Random(1, 1, 4, 4, 4);
        var before = attention.Call(tokens).view(16, 4);
        // Shifted by one, the four corners lie in one window and all of them are strangers.
        var changed = tokens.clone();
        changed[0, 0, 0] = tensor(0.5f);
        var after = attention.Call(changed).view(16, 4);
        Numbers.Distance(after[0], before[0]).Should().BeGreaterThan(1e-3);
        after.narrow(0, 1, 15).ShouldEqual(before.narrow(0, 1, 15));
    }

    [Theory]
    [InlineData(3, 3, 3, 3)]
    [InlineData(2, 5, 2, 5)]
    [InlineData(2, 5, 4, 9)]
    public void A_window_that_covers_the_grid_is_global_attention(int rows, int columns, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var attention = Make(4, 1, new(height, width), shifted: true);
        var tokens = Numbers.Random(1, 2, rows, columns, 4);
        var w = attention.Module.state_dict();
        var qkv = nn.functional.linear(tokens.flatten(1, 2), w["qkv.weight"], w["qkv.bias"]).chunk(3, 2);
        var index = RelativePositionBias.Index(new(rows, columns), new(height, width));
        var bias = RelativePositionBias.Lookup(w["relative_position_bias_table"], index);
        var mixed = ((qkv[0].bmm(qkv[1].transpose(1, 2)) / 2) + bias).softmax(-1).bmm(qkv[2]);
        attention.Call(tokens).ShouldBeNear(nn.functional.linear(mixed, w["proj.weight"], w["proj.bias"]).view(tokens.shape), 1e-5);
    }

    [Fact]
    public void Gradients_through_padding_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var attention = Make(4, 2, 2, shifted: true);
        attention.Module.to(ScalarType.Float64);
        var x = Numbers.Random(20, 2, 3, 5, 4).to(ScalarType.Float64).requires_grad_(true);
        var weights = Numbers.Random(21, 2, 3, 5, 4).to(ScalarType.Float64);
        DirectionalGradient.Check(
            () => (attention.Call(x) * weights).sum(),
            [("x", x), .. attention.Module.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Fact]
    public void Dropout_of_weights_and_of_the_projection_keeps_the_mean_in_training_and_rests_in_eval_mode()
    {
        using var scope = NewDisposeScope();
        using var source = new DropoutSource();
        source.Reseed(1);
        using var attention = Make(4, 2, 2, false, new() { AttentionDropout = 0.5, Dropout = 0.5 }, source);
        // Each of four weights of 1/4 is dropped or doubled.
        var once = attention.Module.Attend(zeros(4000, 4, 1), zeros(4000, 4, 1), ones(4000, 4, 1), zeros(1, 1, 4, 4));
        Numbers.Of(once).Select(x => Math.Round(x, 5)).Distinct().Order().Should().Equal(0, 0.5, 1, 1.5, 2);
        Numbers.Of(once).Average().Should().BeApproximately(1, 0.02);

        var tokens = Numbers.Random(1, 8, 4, 4, 4);
        Numbers.Of(attention.Call(tokens)).Count(x => x == 0).Should().BeInRange(512 * 4 / 10, 512 * 6 / 10);
        attention.Module.eval();
        using var plain = Make(4, 2, 2, false);
        attention.Call(tokens).ShouldEqual(plain.Call(tokens));
    }

    private static WholeAttention Make(
        int channels, int heads, WindowSize window, bool shifted, CellOptions? options = null, DropoutSource? source = null) =>
        new(new WindowAttention(channels, heads, window, options ?? new(), source ?? new()).WithWeights(1, scale: 1), window, shifted);
}
