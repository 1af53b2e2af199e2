using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class TaxiBjTests
{
    private static readonly TaxiBjOptions oneDay = new() { TestDays = 1, ValidationDays = 1 };

    private static string At(string name) => DatasetFiles.At($"taxibj/{name}");

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("packed.npz")]
    [InlineData("double.npz")]
    public void Samples_are_the_windows_of_the_series_and_no_frame_is_in_two_parts(string name)
    {
        var series = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(At("series.raw"))).ToArray();
        using var taxi = TaxiBj.Open(At(name));
        var (train, validation, test) = taxi;
        foreach (var part in new[] { train, validation, test })
            part.Shape.Should().Be(new SequenceShape(4, 4, 2, 4, 5));
        (train.Count, validation.Count, test.Count).Should().Be((48, 5, 5), "5 are for test, so 5 of 60 for validation, and 7 between " +
            "the two");

        var frame = train.Shape.Frame.Values;
        void Same(ISequenceDataset part, int first)
        {
            for (var i = 0; i < part.Count; i++)
                part.Floats(i).AsSpan().SequenceEqual(series.AsSpan((first + i) * frame, 8 * frame)).Should().BeTrue();
        }
        Same(train, 0);
        Same(validation, 55);
        Same(test, 70);
        train.Describe(3).Should().Be($"frames 0 to 7 of sample 3 of X_train of {At(name)} and Y_train of {At(name)}");
    }

    [Fact]
    public void Values_are_as_stored_and_the_normaliser_maps_them_to_0_to_1()
    {
        using var taxi = TaxiBj.Open(At("stored.npz"));
        using var scope = NewDisposeScope();
        var raw = taxi.Test.Floats(2);
        raw.Min().Should().BeLessThan(-0.9f);
        TaxiBj.Normalizer.Apply(taxi.Test.Batch([2]).Frames).reshape(-1).data<float>().ToArray().Should().Equal(raw.Select(x =>
            (x + 1) / 2));
    }

    [Fact]
    public void The_cut_is_what_is_asked_for()
    {
        using (var taxi = TaxiBj.Open(At("stored.npz"), new() { ValidationSamples = 20, Gap = 0 }))
            (taxi.Train.Count, taxi.Validation.Count).Should().Be((40, 20));
        FluentActions.Invoking(() => TaxiBj.Open(At("stored.npz"), new() { ValidationSamples = 55 })).Should().Throw<ArgumentException>()
            .WithMessage("*stored.npz has 60 samples for training and validation; 55 for validation and 7 between the two leave 0 for " +
                "training. Both parts need at least one, and Gap is 0 or more.*");
        FluentActions.Invoking(() => TaxiBj.Open(At("stored.npz"), new() { ValidationSamples = 0 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TaxiBj.Open(At("stored.npz"), new() { Gap = -1 })).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("lacks", "*lacks.npz has no Y_train; it has X_train, X_test. TaxiBJ has X_train, Y_train, X_test and Y_test.")]
    [InlineData("fewer", "*fewer.npz is not laid out as TaxiBJ, (samples, frames, channels, rows, columns): Inputs and targets must be " +
        "as many samples*")]
    [InlineData("axes", "*is not laid out as TaxiBJ*has 4 axes, 9 x 4 x 2 x 3; 'NTCHW' names 5.*")]
    [InlineData("lengths", "*lengths.npz has 3 + 4 frames of 2 x 3 x 3 for training, but 4 + 4 frames of 2 x 3 x 3 for test. Both must " +
        "be alike.")]
    public void Other_archives_are_refused(string name, string message) =>
        FluentActions.Invoking(() => TaxiBj.Open(At(name + ".npz"))).Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void The_files_as_first_published_are_cut_by_day_and_not_over_gaps()
    {
        using var taxi = TaxiBj.Open(At("first"), oneDay);
        var (train, validation, test) = taxi;
        test.Shape.Should().Be(new SequenceShape(4, 4, 2, 4, 5));
        // The 1st and 2nd of July 2013 (96 half hours), and from the 20th half hour of the 4th into the 5th (29 + 10).
        train.Count.Should().Be((96 - 7) + (39 - 7));
        validation.Count.Should().Be(48 - 7);
        test.Count.Should().Be((20 - 7) + (24 - 7), "the 21st to 24th half hour of the last day are missing");
        Same(train.Floats(89), i => i < 8 ? (4, 20 + i) : default);
        Same(train.Floats(89 + 25), i => i + 45 <= 48 ? (4, i + 45) : (5, i - 3));
        Same(validation.Floats(3), i => (1, 4 + i));
        Same(test.Floats(13), i => (2, 25 + i));
        test.Describe(13).Should().StartWith("frames 0 to 7 of ").And.Contain("BJ14_M32x32_T30_InOut.h5");

        static void Same(float[] sample, Func<int, (int Day, int Slot)> when) => sample.Should().Equal(
            Enumerable.Range(0, sample.Length).Select(i =>
                (float)((when(i / 40).Day * 1000) + (when(i / 40).Slot * 10) + (i / 20 % 2) + (i % 20 / 100.0))));
    }

    [Fact]
    public void One_file_will_do_and_parts_without_frames_are_refused()
    {
        using (var one = TaxiBj.Open(At("first/BJ13_M32x32_T30_InOut.h5"), oneDay with { ValidationDays = 2 }))
            one.Train.Count.Should().Be(58 - 7, "all before 5 o'clock of the 2nd");
        FluentActions.Invoking(() => TaxiBj.Open(At("first/BJ14_M32x32_T30_InOut.h5"))).Should().Throw<ArgumentException>()
            .WithMessage("*has frames from 2014-03-01 to 2014-03-03, which leaves none for training: the last 28 days are for test, 28 " +
                "before for validation. Set TestDays and ValidationDays.*");
        FluentActions.Invoking(() => TaxiBj.Open(At("first"),
            new() { TestDays = 0 })).Should().Throw<ArgumentException>().WithMessage("TestDays is 0 *");
        FluentActions.Invoking(() => TaxiBj.Open(At("."))).Should().Throw<FileNotFoundException>().WithMessage("*has no files BJ*.h5, " +
            "such as BJ13_M32x32_T30_InOut.h5.");
    }

    [Theory]
    [InlineData("date", "*date.h5 has the date '2013070149'; TaxiBJ has a day and a half hour from 01 to 48, such as 2013070101.*")]
    [InlineData("order", "*order.h5 has 2013-07-01 01:30 after 2013-07-01 02:00; frames must be in the order of time, each once.*")]
    [InlineData("count", "*count.h5 is not laid out as TaxiBJ: datasets data (frames, 2, rows, columns) and date (frames).*")]
    [InlineData("channels", "*channels.h5 is not laid out as TaxiBJ: *")]
    public void Files_that_are_not_laid_out_so_are_refused(string name, string message) =>
        FluentActions.Invoking(() => TaxiBj.Open(At($"wrong/{name}.h5"),
            oneDay)).Should().Throw<InvalidDataException>().WithMessage(message);
}
