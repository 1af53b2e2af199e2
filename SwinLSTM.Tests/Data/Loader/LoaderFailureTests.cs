using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>A sample that cannot be read: where, what and why.</summary>
public sealed class LoaderFailureTests
{
    private static readonly SequenceShape Small = new(1, 1, new Data.FrameShape(1, 2, 2));

    private static readonly Action<SampleId> Fails = sample =>
    {
        if (sample.Index == 13) throw new IOException("The disk is gone.");
    };

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void It_comes_in_the_place_of_its_batch_with_index_file_and_reason(int workers)
    {
        var clips = new MadeClips(40, Small) { Before = Fails };
        var loader = new SequenceLoader(clips, new() { BatchSize = 4, Workers = workers, Prefetch = 8 });
        var seen = new List<long>();
        var failure = FluentActions.Invoking(() =>
        {
            foreach (var batch in loader.Epoch(7))
            {
                seen.AddRange(batch.Indices);
                batch.Dispose();
            }
        }).Should().Throw<SampleReadException>()
            .WithMessage("Sample 13 of pass 7 (clip 13 of clips.bin) could not be read: The disk is gone.").Which;
        failure.Sample.Should().Be(new SampleId(13, 7));
        failure.Origin.Should().Be("clip 13 of clips.bin");
        failure.InnerException.Should().BeOfType<IOException>();
        seen.Should().Equal(Enumerable.Range(0, 12).Select(i => (long)i), "the batches before it come first");
        clips.Readers.Keys.Should().OnlyContain(thread => !thread.IsAlive);
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        var loader = new SequenceLoader(new MadeClips(40, Small) { Before = Fails }, new() { BatchSize = 4, Workers = 3, Prefetch = 8 });
        LiveTensors.After(() => FluentActions.Invoking(() =>
        {
            foreach (var batch in loader.Epoch(0)) batch.Dispose();
        }).Should().Throw<SampleReadException>()).Should().Be(0);
    }

    [Fact]
    public void The_rest_can_be_read_after_it()
    {
        var loader = new SequenceLoader(new MadeClips(40, Small) { Before = Fails }, new() { BatchSize = 4 });
        var after = new List<long>();
        foreach (var batch in loader.Stream(new(0, 4), batches: 6))
        {
            after.AddRange(batch.Indices);
            batch.Dispose();
        }
        after.Should().Equal(Enumerable.Range(16, 24).Select(i => (long)i));
    }

    [Fact]
    public void Infinite_values_are_a_failure_of_their_sample()
    {
        var loader = new SequenceLoader(new Endless(), new() { BatchSize = 2 });
        FluentActions.Invoking(() => loader.Epoch(0).Count()).Should().Throw<SampleReadException>()
            .WithInnerException<InvalidDataException>()
            .WithMessage(
                "Every value must be finite, or NaN where it is missing; sample 2 has Infinity at frame 1, channel 0, row 0, column 1. " +
                "Mend the data*");
    }

    [Fact]
    public void A_data_set_that_cannot_even_say_where_still_says_why()
    {
        FluentActions.Invoking(() => new SequenceLoader(new Silent()).Epoch(0).Count()).Should().Throw<SampleReadException>()
            .WithMessage("Sample 0 of pass 0 (of unknown origin) could not be read: No.");
    }

    private sealed class Endless : ISequenceDataset
    {
        public long Count => 4;

        public SequenceShape Shape { get; } = new(1, 1, new Data.FrameShape(1, 1, 2));

        public void Read(SampleId sample, Span<float> frames)
        {
            frames.Clear();
            if (sample.Index == 2) frames[3] = float.PositiveInfinity;
        }
    }

    private sealed class Silent : ISequenceDataset
    {
        public long Count => 4;

        public SequenceShape Shape => Small;

        public void Read(SampleId sample, Span<float> frames) => throw new NotSupportedException("No.");

        public string Describe(long index) => throw new NotSupportedException("Nor that.");
    }
}
