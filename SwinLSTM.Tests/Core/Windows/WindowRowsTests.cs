using System.Collections.Concurrent;
using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowRowsTests
{
    private static readonly SwinLstmOptions Options = SwinLstmOptions.D with
    {
        EmbedChannels = 64,
        Stages = [new(2, 2) { Then = Resampling.Downsample }, new(2, 4), new(2, 4) { Then = Resampling.Upsample }, new(2, 2)],
    };

    [Theory]
    [InlineData(1, 32, 32)]
    [InlineData(3, 31, 33)]
    [InlineData(1, 4, 257)]
    public void A_block_gives_the_same_bits_on_any_number_of_threads(int batch, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        Tensor x = Numbers.Random(1, batch, rows, columns, 64), h = Numbers.Random(2, batch, rows, columns, 64);
        foreach (var shifted in new[] { false, true })
        {
            using var block = new SwinBlock(64, 4, 4, shifted, fuses: !shifted, 0, new(), new()).WithWeights(3);
            var expected = Run(1);
            foreach (var threads in new[] { 2, 3, 7 }) Run(threads).Should().Equal(expected);

            float[] Run(int threads) => OnThreads(threads, () =>
            {
                using var constant = no_grad();
                using var result = block.call(x, shifted ? null : h);
                return (float[])[.. result.data<float>()];
            });
        }
    }

    [Fact]
    public void Rows_of_any_grid_in_any_order_of_memory_come_back_in_their_places()
    {
        var random = new Random(5);
        for (var round = 0; round < 20; round++)
        {
            var (rows, columns, window, channels) = (random.Next(2, 40), random.Next(2, 40), random.Next(2, 6), random.Next(16, 100));
            var layout = WindowLayout.Of(new(rows, columns), window, shifted: round % 2 == 0);
            OnThreads(random.Next(2, 5), () =>
            {
                using var constant = no_grad();
                using var scope = NewDisposeScope();
                var (height, width) = (layout.Padded.Rows, layout.Padded.Columns);
                var tokens = Numbers.Random(round, random.Next(1, 4), width, channels, height).permute(0, 3, 1, 2); // [B, H, W, D]
                var whole = Numbers.Random(round, layout.Windows, 3);
                WindowRows.Map(layout, tokens, part =>
                {
                    part.OfWindows(whole)
                        .ShouldEqual(whole.narrow(0, part.First * width / layout.Window.Width, part.Count * width / layout.Window.Width));
                    return part.Of(tokens).square();
                }).ShouldEqual(tokens.square(), $"{layout}");
                return 0;
            });
        }
    }

    [Fact]
    public void A_forecast_is_the_same_on_any_number_of_threads()
    {
        using var network = Options.Build(seed: 1);
        using var past = Numbers.Random(2, 2, 3, 1, 63, 65);
        var expected = OnThreads(1, () => Forecast(network, past));
        // Between the blocks libtorch's own threads may round otherwise: the last bit of a product depends on how its rows are dealt out.
        foreach (var threads in new[] { 2, 3, 7 })
            OnThreads(threads, () => Forecast(network, past)).Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6f);
    }

    [Theory]
    [InlineData(1, 64, new[] { 8 })]
    [InlineData(2, 64, new[] { 4, 4 })]
    [InlineData(3, 64, new[] { 2, 3, 3 })]
    [InlineData(7, 64, new[] { 2, 2, 2, 2 })]
    [InlineData(7, 8, new[] { 8 })]
    public void Each_thread_has_whole_rows_and_at_least_so_much_to_do(int threads, int channels, int[] expected)
    {
        using var scope = NewDisposeScope();
        var tokens = Numbers.Random(1, 1, 32, 32, channels);
        OnThreads(threads, () =>
        {
            using var constant = no_grad();
            using var each = NewDisposeScope();
            var seen = new ConcurrentBag<WindowRows>();
            var inner = new ConcurrentBag<int>();
            WindowRows.Map(WindowLayout.Of(new(32, 32), 4, shifted: true), tokens, rows =>
            {
                seen.Add(rows);
                var result = rows.Of(tokens) + 1;
                inner.Add(get_num_threads());
                return result;
            }).ShouldEqual(tokens + 1);
            seen.Select(rows => rows.Count).Order().Should().Equal(expected);
            inner.Should()
                .OnlyContain(count => count == 1 || expected.Length == 1, "operators wait for no other core, also after the first of them");
            return 0;
        });
    }

    [Fact]
    public void Several_callers_at_once_and_inference_mode_get_what_one_gets_alone()
    {
        using var network = Options.Build(seed: 1);
        network.eval();
        using var past = Numbers.Random(2, 1, 2, 1, 64, 64);
        var expected = OnThreads(1, () => Forecast(network, past));
        Parallel.For(0, 6, new() { MaxDegreeOfParallelism = 3 }, i => OnThreads(2, () =>
        {
            using var mode = inference_mode(i % 2 == 0);
            for (var round = 0; round < 3; round++) Forecast(network, past).Should().Equal(expected);
            return 0;
        }));
    }

    [Fact]
    public void Gradients_see_the_grid_in_one_piece()
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(32, 32), 4, shifted: true);
        var seen = 0;
        OnThreads(2, () => WindowRows.Map(layout, zeros(1, 32, 32, 64), rows => zeros(1, 32, 32, seen = rows.Count)));
        seen.Should().Be(8);
    }

    [Fact]
    public void What_a_thread_throws_is_thrown_and_the_next_call_works()
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(32, 32), 4, shifted: false);
        using var tokens = Numbers.Random(1, 1, 32, 32, 64);
        OnThreads(3, () =>
        {
            using var constant = no_grad();
            FluentActions.Invoking(() =>
                WindowRows.Map(layout, tokens, rows => rows.First == 0 ? rows.Of(tokens) : throw new InvalidOperationException("no room")))
                    .Should().Throw<InvalidOperationException>().WithMessage("no room");
            using var doubled = WindowRows.Map(layout, tokens, rows => rows.Of(tokens) * 2);
            doubled.ShouldEqual(tokens * 2);
            return 0;
        });
    }

    [Fact]
    public void Threads_leave_nothing_behind()
    {
        using var network = Options.Build(seed: 1);
        using var past = Numbers.Random(2, 1, 2, 1, 64, 64);
        OnThreads(3, () =>
        {
            LiveTensors.ShouldBeOnly(1, () => [network.Forecast(past, 2)]);
            return 0;
        });
    }

    private static float[] Forecast(FramePredictor network, Tensor past)
    {
        using var future = network.Forecast(past, 3);
        return [.. future.data<float>()];
    }

    // On a thread of its own, whose setting nobody else has; what later threads begin with is set back.
    private static T OnThreads<T>(int threads, Func<T> code)
    {
        var before = get_num_threads();
        var run = Task.Factory.StartNew(
            () =>
            {
                set_num_threads(threads);
                return code();
            }, TaskCreationOptions.LongRunning);
        ((IAsyncResult)run).AsyncWaitHandle.WaitOne();
        set_num_threads(before);
        return run.GetAwaiter().GetResult();
    }
}
