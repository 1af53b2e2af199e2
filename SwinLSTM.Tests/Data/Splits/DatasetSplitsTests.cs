using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class DatasetSplitsTests
{
    private static readonly WindowOptions Windows = new() { InputFrames = 3, TargetFrames = 2 };

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_series_is_cut_in_the_order_of_time_and_no_window_reaches_over_a_border(int gap)
    {
        var splits = DatasetSplits.Chronological(new Days(100), Windows, validation: 0.2, test: 0.15, gap);
        Frames(splits.Train).Should().Equal(Enumerable.Range(0, 65));
        Frames(splits.Validation).Should().Equal(Enumerable.Range(65 + gap, 20 - gap));
        Frames(splits.Test).Should().Equal(Enumerable.Range(85 + gap, 15 - gap));
        splits.Train.Count.Should().Be(61, "65 frames hold so many windows of 5");
    }

    [Fact]
    public void Borders_can_be_given()
    {
        var splits = DatasetSplits.ChronologicalAt(new Days(30), validationFrom: 11, testFrom: 20, Windows);
        (Frames(splits.Train).Max(), Frames(splits.Validation).Min(), Frames(splits.Validation).Max(), Frames(splits.Test).Min()).Should()
            .Be((10, 11, 19, 20));
    }

    [Fact]
    public void A_part_shorter_than_a_window_is_refused_by_name()
    {
        FluentActions.Invoking(() => DatasetSplits.Chronological(new Days(30), Windows)).Should().Throw<ArgumentException>()
            .WithMessage(
                "Each part of days (frames 0 to 29) must hold at least one window, which takes 5 frames:\n  validation has frames 24 to " +
                "26\n  test has frames 27 to 29\nUse shorter sequences*");
        FluentActions.Invoking(() => DatasetSplits.ChronologicalAt(new Days(30), 20, 40, Windows)).Should().Throw<ArgumentException>()
            .WithMessage("*validation has frames 20 to 39*");
        foreach (var (validation, test) in new[] { (0.0, 0.1), (0.1, 0.0), (0.5, 0.5), (double.NaN, 0.1), (-0.1, 0.3) })
            FluentActions.Invoking(() => DatasetSplits.Chronological(new Days(30), Windows, validation, test)).Should()
                .Throw<ArgumentException>()
                .WithMessage("The shares of validation and test must be above 0 and together below 1; they are *");
    }

    [Fact]
    public void Samples_are_drawn_for_one_part_each_and_by_seed()
    {
        var clips = new MadeClips(50, new(1, 1, new Data.FrameShape(1, 1, 1)));
        var splits = DatasetSplits.Random(clips, validation: 0.1, test: 0.2, seed: 3);
        var parts = new[] { splits.Train, splits.Validation, splits.Test }.Select(Indices).ToList();
        parts.Select(part => part.Count).Should().Equal(35, 5, 10);
        parts.SelectMany(part => part).Order().Should().Equal(Enumerable.Range(0, 50).Select(i => (long)i));
        Indices(DatasetSplits.Random(clips, 0.1, 0.2, seed: 3).Test).Should().Equal(parts[2]);
        Indices(DatasetSplits.Random(clips, 0.1, 0.2, seed: 4).Test).Should().NotEqual(parts[2]);
        splits.Test.Describe(0).Should().Be($"clip {parts[2][0]} of clips.bin, test");

        List<long> Indices(ISequenceDataset part)
        {
            clips.Reads.Clear();
            for (long i = 0; i < part.Count; i++) part.Read(new(i, 2), new float[2]);
            clips.Reads.Should().OnlyContain(sample => sample.Epoch == 2, "the pass goes through");
            return [.. clips.Reads.Select(sample => sample.Index)];
        }
    }

    [Fact]
    public void Whole_series_are_drawn_so_that_no_part_knows_a_frame_of_another()
    {
        Days[] videos = [.. Enumerable.Range(0, 20).Select(i => new Days(8, first: 100 * i))];
        var splits = DatasetSplits.RandomClips(videos, Windows, validation: 0.2, test: 0.2, seed: 1);
        var parts = new[] { splits.Train, splits.Validation, splits.Test }.Select(part =>
            Frames(part).Select(frame => frame / 100).Distinct().ToList()).ToList();
        parts.Select(part => part.Count).Should().Equal(12, 4, 4);
        parts.SelectMany(part => part).Order().Should().Equal(Enumerable.Range(0, 20));
        parts[0].Should().BeInAscendingOrder().And.NotEqual(Enumerable.Range(0, 12));
    }

    [Fact]
    public void Windows_that_overlap_are_not_drawn()
    {
        var windows = new FrameWindows(new Days(100), Windows);
        foreach (var data in new ISequenceDataset[] { windows, windows.Flip(FlipAxis.Both).Subset(0, 50) })
            FluentActions.Invoking(() => DatasetSplits.Random(data)).Should().Throw<ArgumentException>()
                .WithMessage(
                    "These windows overlap, so that a random split would test on what was trained on. Use DatasetSplits.RandomClips*");
        DatasetSplits.Random(new FrameWindows(new Days(100), Windows with { Stride = 5 })).Test.Count.Should()
            .Be(2, "these do not overlap");
        FluentActions.Invoking(() => DatasetSplits.Random(new MadeClips(2, new(1, 1, new Data.FrameShape(1, 1, 1))))).Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Three parts need at least one of the samples each; of 2 samples, 1 are for test and 1 for validation, which leaves none " +
                "for training.*");
    }

    [Fact]
    public void The_same_can_be_done_to_all_parts()
    {
        var splits = DatasetSplits.Chronological(new Days(100), Windows).Each(part => part.Resize(3, 4));
        new[] { splits.Train, splits.Validation, splits.Test }.Should()
            .OnlyContain(part => part.Shape.Height == 3 && part.Shape.Width == 4);
    }

    [Fact]
    public void Parts_and_rows_of_data_sets_are_their_samples()
    {
        var (a, b) = (new MadeClips(4, new(1, 1, new Data.FrameShape(1, 2, 2))), new MadeClips(3, new(1, 1, new Data.FrameShape(1, 2, 2))));
        a.Subset(1, 2).Describe(1).Should().Be("clip 2 of clips.bin");
        a.Subset([3, 0, 3]).Floats(2).Should().Equal(a.Floats(3));
        var row = a.Concat(b, a.Subset(2, 1));
        row.Count.Should().Be(8);
        Enumerable.Range(0, 8).Select(i => row.Describe(i)[5]).Should().Equal('0', '1', '2', '3', '0', '1', '2', '2');
        row.Floats(new SampleId(5, 1)).Should().Equal(b.Floats(new SampleId(1, 1)));

        FluentActions.Invoking(() => a.Subset(3, 2)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("2 samples from sample 3 do not lie within samples 0 to 3*");
        FluentActions.Invoking(() => a.Subset([0, 4])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The data set has samples 0 to 3; 4 was asked for.*");
        FluentActions.Invoking(() => a.Subset([])).Should().Throw<ArgumentException>()
            .WithMessage("A part needs at least one sample; no index was given.*");
        FluentActions.Invoking(() => a.Concat(new MadeClips(3, new(1, 2, new Data.FrameShape(1, 2, 2))))).Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Data sets in a row must have samples of one shape; the first has 1 + 1 frames of 1 x 2 x 2, another 1 + 2 frames*");
        FluentActions.Invoking(() => row.Read(8, new float[8])).Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>The numbers of all frames that the samples of a part reach.</summary>
    private static List<int> Frames(ISequenceDataset part)
    {
        var numbers = new SortedSet<int>();
        for (long i = 0; i < part.Count; i++)
            foreach (var value in part.Floats(i)) numbers.Add((int)value);
        return [.. numbers];
    }

    /// <summary>Frames of one value, their number.</summary>
    private sealed class Days(int length, int first = 0) : IFrameSeries
    {
        public long Length => length;

        public Data.FrameShape Frame { get; } = new(1, 1, 1);

        public string Name => "days";

        public void Read(FrameRange range, Span<float> frames)
        {
            range.Last.Should().BeLessThan(length);
            for (var i = 0; i < range.Count; i++)
                frames[i] = first + range.First + (i * range.Step);
        }
    }
}
