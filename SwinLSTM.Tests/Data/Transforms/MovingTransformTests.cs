using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Crops, flips, quarter turns and selections of frames: values change places and nothing else.</summary>
public sealed class MovingTransformTests
{
    [Fact]
    public void Fixed_ones_move_values_and_gaps_alike()
    {
        var (clips, sample) = (Source(), new SampleId(2, 1));
        TransformSamples.ShouldBe(clips.CenterCrop(3, 4), clips, sample, (row, column) => (row + 1, column + 1)); // of 5 x 7
        TransformSamples.ShouldBe(clips.Flip(FlipAxis.Horizontal), clips, sample, (row, column) => (row, 6 - column));
        TransformSamples.ShouldBe(clips.Flip(FlipAxis.Vertical), clips, sample, (row, column) => (4 - row, column));
        TransformSamples.ShouldBe(clips.Flip(FlipAxis.Both), clips, sample, (row, column) => (4 - row, 6 - column));
        clips.Turn(1).Shape.Should().Be(new SequenceShape(2, 1, new Data.FrameShape(2, 7, 5)));
        TransformSamples.ShouldBe(clips.Turn(1), clips, sample, (row, column) => (column, 6 - row)); // what was on the right is on top
        TransformSamples.ShouldBe(clips.Turn(2), clips, sample, (row, column) => (4 - row, 6 - column));
        TransformSamples.ShouldBe(clips.Turn(-1), clips, sample, (row, column) => (4 - column, row));
    }

    [Fact]
    public void Four_quarters_are_none_and_two_flips_too()
    {
        var clips = Source();
        foreach (var same in new[] { clips.Turn(1).Turn(1).Turn(1).Turn(1), clips.Turn(3).Turn(-3),
            clips.Flip(FlipAxis.Both).Flip(FlipAxis.Both), clips.Flip(FlipAxis.Both).Turn(2), clips.Turn(0) })
            TransformSamples.ShouldBe(same, clips, 3, (row, column) => (row, column));
    }

    [Fact]
    public void A_random_crop_is_the_same_rectangle_in_all_frames_and_reaches_every_place()
    {
        var clips = Source(400);
        var crops = clips.RandomCrop(3, 4, seed: 5);
        var places = new HashSet<(int, int)>();
        for (var i = 0; i < 400; i++)
        {
            var values = crops.Floats(new SampleId(i, 2));
            var fits = (from top in Enumerable.Range(0, 3) from left in Enumerable.Range(0, 4) where Fits(top, left) select (top, left))
                .ToList();
            fits.Should().ContainSingle("all frames and channels agree on one place");
            places.Add(fits[0]);

            bool Fits(int top, int left) => Enumerable.Range(0, values.Length).All(at =>
                values[at].Equals(clips.Value(new(i, 2), ((at / 12 * 5) + top + (at / 4 % 3)) * 7 + left + (at % 4))));
        }
        places.Should().HaveCount(12, "all of 3 x 4 corners are drawn sooner or later");
    }

    [Fact]
    public void Random_flips_and_turns_are_drawn_evenly_anew_for_each_sample_and_pass()
    {
        var clips = new MadeClips(2_000, new(1, 1, new Data.FrameShape(1, 2, 2)));
        Share(clips.RandomFlip()).Should().BeInRange(0.46, 0.54); // four deviations around a half
        Share(clips.RandomFlip(FlipAxis.Both)).Should().BeInRange(0.71, 0.79);
        Share(clips.RandomTurn()).Should().BeInRange(0.71, 0.79);

        var flips = clips.RandomFlip(seed: 4);
        var passes = new[] { 0, 1 }.Select(pass => Enumerable.Range(0, 64).Select(i => Changed(flips, new(i, pass))).ToList()).ToList();
        passes[0].Should().NotEqual(passes[1]);
        Enumerable.Range(0, 64).Select(i => Changed(clips.RandomFlip(seed: 5), i)).Should().NotEqual(passes[0]);
        Enumerable.Range(0, 64).Select(i => Changed(clips.RandomFlip(seed: 4), i)).Should().Equal(passes[0]);

        double Share(ISequenceDataset changed) => Enumerable.Range(0, 2_000).Count(i => Changed(changed, i)) / 2_000.0;
        bool Changed(ISequenceDataset changed, SampleId sample) => !changed.Floats(sample).SequenceEqual(clips.Floats(sample));
    }

    [Fact]
    public void Transforms_of_one_seed_in_a_stack_draw_for_themselves()
    {
        // Two flips that drew alike would always be no flip at all.
        var clips = new MadeClips(500, new(1, 1, new Data.FrameShape(1, 1, 2)));
        var twice = clips.RandomFlip().RandomFlip();
        Enumerable.Range(0, 500).Count(i => twice.Floats(i)[0] != clips.Value(i, 0)).Should().BeInRange(200, 300);
    }

    [Fact]
    public void Selected_frames_are_those_of_the_sample_in_their_order()
    {
        var clips = new MadeClips(4, new(4, 6, new Data.FrameShape(2, 2, 3), 1), gaps: true);
        var selected = clips.SelectFrames(inputFrames: 1, targetFrames: 2, first: 3, step: 2);
        selected.Shape.Should().Be(new SequenceShape(1, 2, clips.Shape.Frame, 1));
        selected.Floats(2).Should().Equal(Enumerable.Range(0, 36).Select(at => clips.Value(2, ((3 + (at / 12 * 2)) * 12) + (at % 12))));
        TransformSamples.ShouldBe(clips.SelectFrames(10, 0), clips, 1, (row, column) => (row, column));
    }

    [Fact]
    public void Selected_channels_are_those_of_the_frame_in_the_order_given()
    {
        var clips = new MadeClips(4, new(2, 1, 3, 2, 3), gaps: true);
        var selected = clips.SelectChannels([2, 0], targets: 1);
        selected.Shape.Should().Be(new SequenceShape(2, 1, new Data.FrameShape(2, 2, 3), 1));
        selected.Floats(2).Should()
            .Equal(Enumerable.Range(0, 36).Select(at => clips.Value(2, (at / 12 * 18) + (at / 6 % 2 == 0 ? 12 : 0) + (at % 6))));
        selected.Describe(2).Should().Be("clip 2 of clips.bin, channels 2, 0");
        foreach (var channels in new int[][] { [], [3], [-1], [0, 0] })
            FluentActions.Invoking(() => clips.SelectChannels(channels)).Should().Throw<ArgumentException>()
                .WithMessage("Frames have channels 0 to 2, of which at least one is taken and none twice;*");
    }

    [Fact]
    public void The_order_of_a_stack_shows_in_what_it_says()
    {
        var stack = Source().CenterCrop(5, 5).RandomFlip().Turn(1).Resize(8, 8).SelectFrames(1, 1);
        stack.Describe(2).Should()
            .Be("clip 2 of clips.bin, middle 5 x 5, randomly flipped (Horizontal), turned by 90 degrees, resized to 8 x 8, frames 0 to 1 " +
                "of each");
        stack.Count.Should().Be(5);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var clips = Source();
        FluentActions.Invoking(() => clips.CenterCrop(6, 4)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A part of 6 x 4 does not lie within frames of 5 x 7; it needs at least one value. Resize first.*");
        FluentActions.Invoking(() => clips.RandomCrop(0, 4)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => clips.RandomTurn()).Should().Throw<ArgumentException>()
            .WithMessage(
                "Only square frames keep their shape whichever way they are turned; these are 5 x 7. Crop them, or use RandomFlip.*");
        FluentActions.Invoking(() => clips.Flip(0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A flip is Horizontal, Vertical or Both; 0 was given.*");
        FluentActions.Invoking(() => clips.SelectFrames(1, 1, first: 1, step: 2)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("A sample has frames 0 to 2; 2 frames from frame 1 in steps of 2 end at 3. Take fewer, or read longer samples.*");
        FluentActions.Invoking(() => ((ISequenceDataset)null!).Flip(FlipAxis.Both)).Should().Throw<ArgumentNullException>();
        var values = new float[clips.Shape.Values];
        FluentActions.Invoking(() => clips.Flip(FlipAxis.Both).Read(5, values)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*samples 0 to 4; 5 was asked for.*");
        FluentActions.Invoking(() => clips.Flip(FlipAxis.Both).Read(0, values.AsSpan(1))).Should().Throw<ArgumentException>();
    }

    private static MadeClips Source(long count = 5) => new(count, new(2, 1, 2, 5, 7), gaps: true);
}
