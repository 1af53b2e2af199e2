using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class SequenceBatchTests
{
    /// <summary>Five samples of 2 + 1 frames, 2 x 3 x 4, whose values count on from sample to sample.</summary>
    private sealed class Counting : ISequenceDataset
    {
        public long Count => 5;

        public SequenceShape Shape { get; } = new(2, 1, 2, 3, 4);

        public void Read(SampleId sample, Span<float> frames)
        {
            for (var i = 0; i < frames.Length; i++)
                frames[i] = (sample.Index * 72) + i;
        }
    }

    [Fact]
    public void Inputs_and_targets_are_the_values_in_the_order_asked_for()
    {
        using var scope = NewDisposeScope();
        var (inputs, targets) = new Counting().Batch([4, 0, 4]);
        inputs.shape.Should().Equal(3, 2, 2, 3, 4);
        targets.shape.Should().Equal(3, 1, 2, 3, 4);
        inputs.dtype.Should().Be(ScalarType.Float32);
        var (seen, following) = (inputs.data<float>().ToArray(), targets.data<float>().ToArray());
        long[] order = [4, 0, 4];
        for (var b = 0; b < 3; b++)
        {
            for (var i = 0; i < 48; i++)
                seen[b * 48 + i].Should().Be((order[b] * 72) + i);
            for (var i = 0; i < 24; i++)
                following[b * 24 + i].Should().Be((order[b] * 72) + 48 + i);
        }
    }

    [Fact]
    public void A_range_is_its_indices()
    {
        using var scope = NewDisposeScope();
        var (range, listed) = (new Counting().Batch(first: 2, count: 3), new Counting().Batch([2, 3, 4]));
        range.Inputs.data<float>().ToArray().Should().Equal(listed.Inputs.data<float>().ToArray());
        range.Targets.data<float>().ToArray().Should().Equal(listed.Targets.data<float>().ToArray());
    }

    [Fact]
    public void Nothing_and_what_is_not_there_are_refused()
    {
        FluentActions.Invoking(() => new Counting().Batch([])).Should().Throw<ArgumentException>()
            .WithMessage("A batch needs at least one index; none was given.*");
        FluentActions.Invoking(() => new Counting().Batch(first: 3, count: 3)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A batch of 3 from sample 3 does not lie within samples 0 to 4; it needs at least one.*");
        FluentActions.Invoking(() => new Counting().Batch(first: 0, count: 0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
