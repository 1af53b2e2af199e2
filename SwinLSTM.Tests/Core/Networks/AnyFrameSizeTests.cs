using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>One network, frames of any size in any order.</summary>
public class AnyFrameSizeTests
{
    private static readonly (int Height, int Width)[] Sizes = [(64, 64), (96, 160), (63, 65), (7, 513), (64, 64), (1, 1)];

    private static SwinLstmOptions Small(string kind) => (kind == "B" ? Variants.B : Variants.D).Options with { Window = 4 };

    [Theory]
    [InlineData("B")]
    [InlineData("D")]
    public void Frames_of_any_size_in_any_order_give_what_a_fresh_network_gives(string kind)
    {
        using var scope = NewDisposeScope();
        using var one = Small(kind).Build(seed: 1);
        foreach (var (height, width) in Sizes.Concat(Sizes.Reverse()))
        {
            using var inner = NewDisposeScope();
            using var fresh = Small(kind).Build(seed: 1);
            var past = Numbers.Random(height, 1, 2, 1, height, width);
            var future = one.Forecast(past, 2);
            future.shape.Should().Equal(1, 2, 1, height, width);
            future.ShouldEqual(fresh.Forecast(past, 2), $"{height} x {width}");
        }
    }

    [Fact]
    public async Task Two_threads_may_forecast_different_sizes_at_once()
    {
        using var network = Small("D").Build(seed: 1);
        network.eval();
        using var start = new Barrier(2);
        double[][] run(int offset, bool together) =>
        [
            .. Enumerable.Range(0, 8).Select(i =>
            {
                using var scope = NewDisposeScope();
                set_num_threads(1);
                if (together && i == 0) start.SignalAndWait();
                var (height, width) = (9 + (((i + offset) % 5) * 7), 11 + (((i * offset) % 3) * 6));
                return Numbers.Of(network.Forecast(Numbers.Random(i, 1, 2, 1, height, width), 2));
            }),
        ];
        var together = await Task.WhenAll(new[] { 1, 2 }.Select(offset =>
            Task.Factory.StartNew(() => run(offset, true), TaskCreationOptions.LongRunning)));
        var alone = await Task.WhenAll(new[] { 1, 2 }.Select(offset =>
            Task.Factory.StartNew(() => run(offset, false), TaskCreationOptions.LongRunning)));
        foreach (var (a, b) in together.SelectMany(t => t).Zip(alone.SelectMany(t => t))) a.Should().Equal(b);
    }

    [Fact]
    public void After_float64_and_back_nothing_has_changed()
    {
        using var scope = NewDisposeScope();
        using var network = Small("D").Build(seed: 1);
        var pasts = Sizes.Take(3).Select((s, i) => Numbers.Random(i, 1, 2, 1, s.Height, s.Width)).ToList();
        var before = pasts.ConvertAll(p => network.Forecast(p, 1));
        network.to(ScalarType.Float64);
        foreach (var (past, single) in pasts.Zip(before))
            network.Forecast(past.to(ScalarType.Float64), 1).to(ScalarType.Float32).ShouldBeNear(single, 1e-5);
        network.to(ScalarType.Float32);
        foreach (var (past, single) in pasts.Zip(before)) network.Forecast(past, 1).ShouldEqual(single);
    }

    [Fact]
    public void It_trains_on_crops_of_any_size_after_a_call_in_inference_mode()
    {
        using var scope = NewDisposeScope();
        using var network = Small("D").Build(seed: 1);
        using (inference_mode(true)) network.call(zeros(1, 1, 24, 40), null);
        foreach (var (height, width) in new[] { (24, 40), (17, 23), (40, 24) })
        {
            network.zero_grad();
            network.Unroll(Numbers.Random(1, 1, 2, 1, height, width), 2).sum().backward();
            network.named_parameters().Where(p => p.parameter.grad is null).Should().BeEmpty();
        }
    }

    [Fact]
    public void What_lies_beyond_a_frame_does_not_reach_it()
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.B.Options with { Window = 3 }).Build(seed: 1);
        // Patches pad with zeros, so a frame of 7 x 7 is the frame of 8 x 8 with zeros below and right.
        var frame = Numbers.Random(1, 2, 1, 1, 7, 7);
        network.Forecast(frame, 1)
            .ShouldBeNear(network.Forecast(nn.functional.pad(frame, [0, 1, 0, 1]), 1).narrow(3, 0, 7).narrow(4, 0, 7), 1e-6);
    }
}
