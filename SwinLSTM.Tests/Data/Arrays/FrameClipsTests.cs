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
        var dataset = NdArray.Of(clips).Clips(inputFrames: 5);
        (dataset.Count, dataset.Shape).Should().Be((4, new SequenceShape(5, 2, 2, 3, 2)));
        var (inputs, targets) = dataset.Batch([3, 1]);
        inputs[0].ShouldEqual(clips[3, ..5]);
        targets[1].ShouldEqual(clips[1, 5..]);
        NdArray.Of(clips).Clips(inputFrames: 2, targetFrames: 1).Batch([2]).Targets[0].ShouldEqual(clips[2, 2..3]);
        dataset.Describe(3).Should().Be("frames 0 to 6 of sample 3 of a tensor");
    }

    [Fact]
    public void Inputs_and_targets_may_be_two_tensors()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Numbers.Counting(3, 4, 2, 2), Numbers.Counting(3, 1, 2, 2).add(100)); // [N, T, H, W]
        var (inputs, targets) = NdArray.Of(x).Clips(NdArray.Of(y)).Batch([0, 2]);
        inputs.ShouldEqual(x.index_select(0, tensor(new long[] { 0, 2 })).unsqueeze(2));
        targets.ShouldEqual(y.index_select(0, tensor(new long[] { 0, 2 })).unsqueeze(2));
        FluentActions.Invoking(() => NdArray.Of(x).Clips(NdArray.Of(y[..2]))).Should().Throw<ArgumentException>()
            .WithMessage("Inputs and targets must be as many samples *; a tensor has 3 of 1 x 2 x 2 float32, a tensor has 2 of *");
        FluentActions.Invoking(() => NdArray.Of(x).Clips(NdArray.Of(y.to(ScalarType.Int32)))).Should().Throw<ArgumentException>()
            .WithMessage("*has 3 of 1 x 2 x 2 int32.*");
    }
}
