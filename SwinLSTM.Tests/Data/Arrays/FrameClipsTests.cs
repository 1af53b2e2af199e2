using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Whole clips in memory, as samples.</summary>
public class FrameClipsTests
{
    [Fact]
    public void A_tensor_of_clips_is_samples()
    {
        using var scope = NewDisposeScope();
        var clips = Numbers.Counting(4, 7, 2, 3, 2); // [N, T, C, H, W]
        var dataset = FrameClips.Of(clips, inputFrames: 5);
        (dataset.Count, dataset.Shape).Should().Be((4, new SequenceShape(5, 2, 2, 3, 2, ScalarType.Float32)));
        var (inputs, targets) = dataset.Batch([3, 1]);
        inputs[0].ShouldEqual(clips[3, ..5]);
        targets[1].ShouldEqual(clips[1, 5..]);
        FrameClips.Of(clips, 2, 1).Batch([2]).Targets[0].ShouldEqual(clips[2, 2..3]);
        dataset.Describe(3).Should().Be("sample 3 of a tensor");
    }

    [Fact]
    public void Inputs_and_targets_may_be_two_tensors()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Numbers.Counting(3, 4, 2, 2), Numbers.Counting(3, 1, 2, 2).add(100)); // [N, T, H, W]
        var (inputs, targets) = FrameClips.Of(x, y).Batch([0, 2]);
        inputs.ShouldEqual(x.index_select(0, tensor(new long[] { 0, 2 })).unsqueeze(2));
        targets.ShouldEqual(y.index_select(0, tensor(new long[] { 0, 2 })).unsqueeze(2));
        FluentActions.Invoking(() => FrameClips.Of(x, y[..2])).Should().Throw<ArgumentException>().WithMessage("Inputs and targets must be as many samples *; a tensor has 3 of 1 x 2 x 2 Float32, a tensor has 2 of *");
        FluentActions.Invoking(() => FrameClips.Of(x, y.to(ScalarType.Int32))).Should().Throw<ArgumentException>().WithMessage("*has 3 of 1 x 2 x 2 Int32.*");
    }

    [Fact]
    public void An_array_is_cut_into_clips_of_a_shape()
    {
        int[] values = [.. Enumerable.Range(0, 2 * 3 * 4)];
        var dataset = FrameClips.Of(values, new SequenceShape(2, 1, channels: 1, height: 2, width: 2));
        dataset.Shape.Should().Be(new SequenceShape(2, 1, 1, 2, 2, ScalarType.Int32));
        var bytes = new byte[dataset.Shape.SampleBytes];
        dataset.Read(1, bytes);
        MemoryMarshal.Cast<byte, int>(bytes).ToArray().Should().Equal(Enumerable.Range(12, 12));
        FluentActions.Invoking(() => FrameClips.Of(values, new SequenceShape(2, 2, 1, 2, 2))).Should().Throw<ArgumentException>()
            .WithMessage("Clips of 4 frames of 1 x 2 x 2 have 16 values each; 24 values are no whole number of them, or none.*");
    }

    [Fact]
    public void Maps_and_passes_work_as_for_series()
    {
        using var scope = NewDisposeScope();
        var clips = Numbers.Counting(2, 2, 1, 1, 2).add(1); // [N, T, C, H, W]
        var valid = tensor(new[] { true, true, true, false, false, true, true, true }, [2, 2, 1, 2]); // [N, T, H, W]
        var dataset = FrameClips.Of(clips, 1, valid: valid);
        var (values, flags) = (new byte[16], new byte[4]);
        dataset.ReadChecked(new(1, Epoch: 4), values, flags);
        MemoryMarshal.Cast<byte, float>(values).ToArray().Should().Equal(0, 6, 7, 8);
        flags.Should().Equal(0, 1, 1, 1);
        FluentActions.Invoking(() => dataset.Read(2, values, flags)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("The data set has samples 0 to 1; 2 was asked for.*");
        FluentActions.Invoking(() => dataset.Read(0, values, [])).Should().Throw<ArgumentException>().WithMessage("*map of valid values of 4 bytes, but the span for it has 0.*");
    }
}
