using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowTablesTests
{
    private static readonly WindowLayout Masked = WindowLayout.Of(new(5, 4), 2, shifted: true);

    [Fact]
    public void The_bias_is_positions_plus_mask_in_the_tables_type()
    {
        using var scope = NewDisposeScope();
        // Whatever type came first, and in turns.
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float32 })
        {
            var table = Numbers.Random(1, 9, 3).to(type);
            Bias(table, 2, Masked).ShouldEqual(Expected(table, 2, Masked));
        }
    }

    [Fact]
    public void Without_a_mask_there_is_one_bias_for_all_windows()
    {
        using var scope = NewDisposeScope();
        Bias(Numbers.Random(1, 9, 3), 2, WindowLayout.Of(new(4, 4), 2, shifted: false)).shape.Should().Equal(1, 3, 4, 4);
    }

    [Fact]
    public void Tables_of_one_layout_are_told_apart_by_the_window_they_were_trained_for()
    {
        using var scope = NewDisposeScope();
        var small = WindowLayout.Of(new(2, 2), 4, shifted: true);
        foreach (var trained in new WindowSize[] { 4, 2, new(3, 5) })
        {
            var table = Numbers.Random(1, trained.Offsets, 2);
            Bias(table, trained, small).ShouldEqual(Expected(table, trained, small), $"{trained}");
        }
    }

    [Fact]
    public void Tables_made_in_inference_mode_serve_training_and_outlive_their_scope()
    {
        var layout = WindowLayout.Of(new(101, 103), 2, shifted: true);
        using var table = Numbers.Random(1, 9, 2);
        using (NewDisposeScope())
        using (inference_mode())
            Bias(table, 2, layout);
        using var scope = NewDisposeScope();
        var learned = table.alias().requires_grad_(true);
        Bias(learned, 2, layout).exp().sum().backward();
        Numbers.Of(learned.grad!).Should().OnlyContain(g => g > 0);
        using (no_grad())
            Bias(table, 2, layout).ShouldEqual(Expected(table, 2, layout));
    }

    [Fact]
    public void Random_crops_leave_a_bounded_cache_and_a_constant_number_of_tensors()
    {
        using var attention = new WholeAttention(new(4, 2, 2, new(), new()), 2, shifted: true);
        var random = new Random(1);
        void crops(int count)
        {
            using var gradients = no_grad();
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                attention.Call(zeros(1, random.Next(3, 60), random.Next(3, 60), 4));
            }
        }

        crops(200);
        LiveTensors.HeldAfter(0, () => crops(200)).Should().Be(0, "each new table replaces an old one");
        WindowTables.Count.Should().BeLessThanOrEqualTo(WindowTables.MostTables);
        crops(200);
        WindowTables.Count.Should().Be(WindowTables.MostTables, "the cache is used");
    }

    [Fact]
    public void Large_grids_push_others_out_and_a_table_beyond_all_bounds_still_works()
    {
        using var scope = NewDisposeScope();
        var table = Numbers.Random(1, 49, 1);
        // 65,536 windows of 16 × 16 pairs: half of what may be kept, but for their index.
        foreach (var rows in new[] { 1023, 1022 })
            Bias(table, 4, WindowLayout.Of(new(rows, 1024), 4, shifted: true)).Dispose();
        WindowTables.Count.Should().Be(1, "the last one stays");
        Bias(Numbers.Random(1, 9, 3), 2, Masked);
        WindowTables.Count.Should().Be(2);
        (65_536L * 256 * 2).Should().Be(WindowTables.MostElements);
    }

    [Fact]
    public void The_table_used_longest_ago_goes_first()
    {
        using var table = Numbers.Random(1, 9, 1);
        void use(int columns)
        {
            using var scope = NewDisposeScope();
            Bias(table, 2, WindowLayout.Of(new(3, columns), 2, shifted: true));
        }

        use(10);
        // Were it not among the last used, one of these would have pushed it out.
        for (var i = 0; i < 2 * WindowTables.MostTables; i++)
        {
            use(11 + i);
            var alive = Tensor.TotalCount;
            use(10);
            Tensor.TotalCount.Should().BeLessThanOrEqualTo(alive, "it is not made again");
        }
    }

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        using var table = Numbers.Random(1, 9, 2);
        var layouts = Enumerable.Range(0, 300).Select(i => WindowLayout.Of(new(3 + (i % 13), 3 + (i % 31)), 2, i % 2 == 0)).ToArray();
        using var scope = NewDisposeScope();
        var expected = layouts.Distinct().ToDictionary(l => l, l => Numbers.Of(Expected(table, 2, l)));
        var wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            foreach (var layout in layouts.Skip(t * 37).Concat(layouts.Take(t * 37)))
            {
                using var own = NewDisposeScope();
                var bias = Numbers.Of(Bias(table, 2, layout));
                if (!bias.AsSpan().SequenceEqual(expected[layout])) Interlocked.Increment(ref wrong);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        wrong.Should().Be(0);
    }

    [CudaFact]
    public void Each_device_has_its_own()
    {
        using var scope = NewDisposeScope();
        var table = Numbers.Random(1, 9, 3);
        var there = Bias(table.cuda(), 2, Masked);
        there.device_type.Should().Be(DeviceType.CUDA);
        Bias(table, 2, Masked).ShouldEqual(there.cpu());
    }

    private static Tensor Expected(Tensor table, WindowSize trained, WindowLayout layout)
    {
        var index = RelativePositionBias.Index(layout.Window, trained);
        var positions = RelativePositionBias.Lookup(table, index).unsqueeze(0); // [1, heads, N, N]
        return (WindowShift.Mask(layout) is { } mask ? positions + mask.unsqueeze(1).to(table.dtype) : positions).contiguous();
    }

    private static Tensor Bias(Tensor table, WindowSize trained, WindowLayout layout) =>
        WindowTables.Bias(table, trained, WindowRows.All(layout));
}
