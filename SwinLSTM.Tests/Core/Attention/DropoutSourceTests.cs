using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class DropoutSourceTests
{
    private static readonly CellOptions Everything = new() { Dropout = 0.3, AttentionDropout = 0.2, StochasticDepth = [0.5, 0.5] };

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Single_values_are_dropped_and_the_mean_stays(double rate)
    {
        using var scope = NewDisposeScope();
        using var source = Seeded(1);
        var dropped = Numbers.Of(source.DropValues(ones(40, 50, 60), rate));
        dropped.Should().OnlyContain(x => x == 0 || Math.Abs(x - (1 / (1 - rate))) < 1e-5);
        (dropped.Count(x => x == 0) / 120_000.0).Should().BeApproximately(rate, 0.01);
        dropped.Average().Should().BeApproximately(1, 0.05);
    }

    [Fact]
    public void Whole_samples_are_dropped_and_the_mean_stays()
    {
        using var scope = NewDisposeScope();
        using var source = Seeded(1);
        var dropped = source.DropSamples(ones(4000, 2, 1, 3), 0.25);
        var samples = Numbers.Of(dropped).Chunk(6).ToList();
        samples.Should().OnlyContain(s => s.All(x => x == 0) || s.All(x => Math.Abs(x - (4.0 / 3)) < 1e-6));
        samples.Count(s => s[0] == 0).Should().BeInRange(900, 1100);
        Numbers.Of(dropped).Average().Should().BeApproximately(1, 0.04);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void The_type_stays_and_gradients_go_where_values_went(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var source = Seeded(1);
        var values = ones(100, type).requires_grad_(true);
        var dropped = source.DropValues(values, 0.5);
        dropped.sum().backward();
        values.grad!.ShouldEqual(dropped);
    }

    [Fact]
    public void Each_call_draws_anew_and_the_same_seed_repeats_them_all()
    {
        using var scope = NewDisposeScope();
        using DropoutSource source = Seeded(-1), other = Seeded(-2);
        double[][] draw(DropoutSource from) => [.. Enumerable.Range(0, 3).Select(_ => Numbers.Of(from.DropValues(ones(100), 0.5)))];
        var first = draw(source);
        first[0].Should().NotEqual(first[1]);
        draw(source)[0].Should().NotEqual(first[0]);
        source.Reseed(-1);
        draw(source).Should().BeEquivalentTo(first, o => o.WithStrictOrdering());
        draw(other)[0].Should().NotEqual(first[0]);
    }

    [Fact]
    public void Two_threads_with_a_seed_each_repeat_their_masks_while_a_third_draws_from_the_global_generator()
    {
        var alone = new[] { 7L, 8L }.Select(Run).ToArray();
        using var done = new CancellationTokenSource();
        var noise = new Thread(() =>
        {
            while (!done.IsCancellationRequested) rand(100).Dispose();
        });
        noise.Start();
        var together = new double[2][];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Run(7 + i))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        done.Cancel();
        noise.Join();
        together[0].Should().Equal(alone[0]);
        together[1].Should().Equal(alone[1]).And.NotEqual(alone[0]);

        static double[] Run(long seed)
        {
            using var scope = NewDisposeScope();
            using var cell = new SwinLstmCell(4, 2, 2, 2, Everything).WithWeights(1);
            cell.Reseed(seed);
            CellState? state = null;
            for (var step = 0; step < 10; step++) state = cell.call(Numbers.Random(2, 3, 3, 5, 4), state);
            return Numbers.Of(state!.Hidden);
        }
    }

    [Fact]
    public void A_forward_leaves_the_global_generator_alone_and_eval_mode_draws_nothing()
    {
        using var scope = NewDisposeScope();
        using var cell = new SwinLstmCell(4, 2, 2, 2, Everything).WithWeights(1);
        var x = Numbers.Random(2, 3, 3, 5, 4);
        var before = random.get_rng_state();
        cell.Reseed(5);
        var first = cell.call(x, null).Hidden;
        cell.Reseed(5);
        cell.eval();
        cell.call(x, null).Hidden.ShouldEqual(cell.call(x, null).Hidden);
        cell.train();
        cell.call(x, null).Hidden.ShouldEqual(first, "the seed's first numbers are still to come");
        random.get_rng_state().ShouldEqual(before);
    }

    [Fact]
    public void The_first_seed_is_drawn_as_the_weights_are()
    {
        using var scope = NewDisposeScope();
        var x = Numbers.Random(2, 3, 3, 5, 4);
        Tensor made(long seed)
        {
            random.manual_seed(seed);
            using var cell = new SwinLstmCell(4, 2, 2, 2, Everything);
            return cell.WithWeights(1).call(x, null).Hidden;
        }

        var first = made(1);
        made(1).ShouldEqual(first);
        Numbers.Distance(made(2), first).Should().BeGreaterThan(0, "with the same weights, other values are dropped");
    }

    private static DropoutSource Seeded(long seed)
    {
        var source = new DropoutSource();
        source.Reseed(seed);
        return source;
    }
}
