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
        (dataset.Count, dataset.Shape).Should().Be((4, new SequenceShape(5, 2, 2, 3, 2)));
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
        FluentActions.Invoking(() => FrameClips.Of(x, y[..2])).Should().Throw<ArgumentException>().WithMessage("Inputs and targets must be as many samples *; a tensor has 3 of 1 x 2 x 2 float32, a tensor has 2 of *");
        FluentActions.Invoking(() => FrameClips.Of(x, y.to(ScalarType.Int32))).Should().Throw<ArgumentException>().WithMessage("*has 3 of 1 x 2 x 2 int32.*");
    }

    [Fact]
    public void An_array_is_cut_into_clips_of_a_shape()
    {
        int[] values = [.. Enumerable.Range(0, 2 * 3 * 4)];
        var dataset = FrameClips.Of(values, new SequenceShape(2, 1, channels: 1, height: 2, width: 2));
        dataset.Shape.Should().Be(new SequenceShape(2, 1, 1, 2, 2));
        dataset.Floats(1).Should().Equal(Enumerable.Range(12, 12).Select(i => (float)i));
        FluentActions.Invoking(() => FrameClips.Of(values, new SequenceShape(2, 2, 1, 2, 2))).Should().Throw<ArgumentException>()
            .WithMessage("Clips of 2 + 2 frames of 1 x 2 x 2 have 16 values each; 24 values are no whole number of them, or none.*");
    }
}
