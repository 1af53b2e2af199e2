using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class SevirTests
{
    private static readonly int[] kept = [0, 1, 4, 5]; // of 2018: the 3rd has missing values, the 4th is there twice
    private static readonly string folder = DatasetFiles.At("sevir");

    [Fact]
    public void Splits_are_by_time_and_leave_out_what_the_published_ones_leave_out()
    {
        using var sevir = Sevir.Open(folder);
        sevir.Events.Should().Be(8);
        (sevir.Splits.Train.Count, sevir.Splits.Validation.Count, sevir.Splits.Test.Count).Should().Be((3 * 4, 3 * 2, 3 * 2));
        sevir.Splits.Train.Shape.Should().Be(new SequenceShape(13, 12, 1, DatasetFiles.SevirHeight, DatasetFiles.SevirWidth));
        sevir.Splits.Train.Describe(3).Should().StartWith("frames 0 to 24 of /vil[1] of ")
            .And.EndWith("SEVIR_VIL_STORMEVENTS_2018_0101_0630.h5");
    }

    [Fact]
    public void Samples_are_the_windows_of_the_events()
    {
        using var sevir = Sevir.Open(folder);
        for (var i = 0; i < 12; i++)
            Same(sevir.Splits.Train.ReadSample(i), 0, kept[i / 3], 12 * (i % 3));
        for (var i = 0; i < 6; i++)
        {
            Same(sevir.Splits.Validation.ReadSample(i), 1, i / 3, 12 * (i % 3));
            Same(sevir.Splits.Test.ReadSample(i), 1, 2 + (i / 3), 12 * (i % 3));
        }

        static void Same(byte[] sample, int file, int index, int first) => sample.Should().Equal(
            from t in Enumerable.Range(first, 25)
            from y in Enumerable.Range(0, DatasetFiles.SevirHeight)
            from x in Enumerable.Range(0, DatasetFiles.SevirWidth)
            select (file, index, t, y, x) == (0, 0, 20, 1, 2) ? (byte)255 : (byte)DatasetFiles.Sevir(file, index, t, y, x));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Low_resolution_takes_every_second_frame_of_pooled_pixels(bool masked)
    {
        using var sevir = Sevir.Open(folder, SevirOptions.LowResolution with { MissingValue = masked ? 255 : null });
        var train = sevir.Splits.Train;
        train.Count.Should().Be(12);
        (train.Shape.Height, train.Shape.Width, train.Shape.InputFrames, train.Shape.TargetFrames).Should().Be((4, 3, 7, 6));
        var sample = train.Floats(1); // frames 12, 14, ... of the event with a value of 255
        for (var i = 0; i < sample.Length; i++)
        {
            var (t, y, x) = (12 + (2 * (i / 12)), i % 12 / 3, i % 3);
            var block = (from dy in Enumerable.Range(3 * y, 3)
                         from dx in Enumerable.Range(3 * x, 3)
                         select (t, dy, dx) == (20, 1, 2)
                ? (masked ? -1 : 255) : DatasetFiles.Sevir(0, 0, t, dy, dx))
                    .Where(v => v >= 0).ToList();
            (sample[i] * 255).Should().BeApproximately((float)block.Average(), 1e-3f);
        }
    }

    [Fact]
    public void A_missing_value_is_not_a_number()
    {
        using var sevir = Sevir.Open(folder, new() { MissingValue = 255 });
        var sample = sevir.Splits.Train.Floats(0);
        sample[(20 * DatasetFiles.SevirHeight * DatasetFiles.SevirWidth) + DatasetFiles.SevirWidth + 2].Should().Be(float.NaN);
        sample.Count(float.IsNaN).Should().Be(1);
    }

    [Fact]
    public void The_satellite_keeps_its_sixteen_bits()
    {
        using var sevir = Sevir.Open(folder, new() { ImageType = "ir069" });
        sevir.Windows(DateTime.MinValue, DateTime.MaxValue).Floats(3)[5].Should().Be(DatasetFiles.Sevir(0, 1, 0, 0, 5));
        FluentActions.Invoking(() => sevir.Splits).Should().Throw<InvalidDataException>()
            .WithMessage("No event of ir069 lies after 2019-01-01 00:00 and up to 2019-06-01 00:00; 2 lie from 2018-01-01 12:00 to " +
                "2018-01-01 12:00. Set TrainUntil*");
    }

    [Fact]
    public void The_normaliser_is_the_published_one() =>
        (Sevir.Standard.Offsets[0], Sevir.Standard.Scales[0]).Should().Be((33.44 / 255, 47.54 / 255));

    [Fact]
    public void Options_that_break_a_rule_are_refused()
    {
        void Refused(SevirOptions options, string message) =>
            FluentActions.Invoking(() => Sevir.Open(folder, options)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(new() { ImageType = "lght" }, "SevirOptions are invalid:\n  ImageType is lght: flashes of lightning come as a list of " +
            "points, not as frames.*");
        Refused(new() { ImageType = "VIL", Pool = 0 }, "SevirOptions are invalid:\n  ImageType is VIL; SEVIR has vil, vis, ir069 and " +
            "ir107.\n  Pool is 0; *");
        Refused(new() { Pool = 10 }, "*has frames of 12 x 9; 10 x 10 pixels cannot become one. Set Pool.*");
        Refused(new() { TrainUntil = new(2020, 1, 1) }, "*TrainUntil is 2020-01-01 *validation comes after training.*");
    }

    [Fact]
    public void Times_before_rows_are_not_taken_for_rows()
    {
        using var copy = new TemporaryFolder();
        DatasetFiles.Copy("sevir", copy["."]);
        File.Copy(DatasetFiles.At("sevir-turned.h5"), copy["data", "vil", "2018", "SEVIR_VIL_STORMEVENTS_2018_0101_0630.h5"],
            overwrite: true);
        FluentActions.Invoking(() => Sevir.Open(copy["."])).Should().Throw<InvalidDataException>().WithMessage("*vil has 6 x 49 x 12 x " +
            "12 values; SEVIR has events x rows x columns x times. Rearrange it.");
    }
}
