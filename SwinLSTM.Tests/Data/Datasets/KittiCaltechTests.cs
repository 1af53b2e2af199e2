using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class KittiCaltechTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly byte[] train, test;

    public KittiCaltechTests() => (train, test) = (KittiCaltechFiles.Make(folder[""], "train", 80),
        KittiCaltechFiles.Make(folder[""], "test", 40));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Samples_begin_where_the_file_says_with_colours_first()
    {
        using var kitti = KittiCaltech.Open(folder[""], new() { Validation = 0.3 });
        kitti.Train.Shape.Should().Be(new SequenceShape(10, 1, 3, 8, 10));
        // Starts are 69, 58, 47, 36, 25, 14, 3 and 29, 18, 7; the last two in time are for validation.
        (kitti.Train.Count, kitti.Validation.Count, kitti.Test.Count).Should().Be((5, 2, 3));
        void Same(ISequenceDataset part, byte[] frames, params int[] starts)
        {
            for (var i = 0; i < starts.Length; i++)
                part.ReadSample(i).AsSpan().SequenceEqual(frames.AsSpan(starts[i] * 240, 11 * 240)).Should().BeTrue();
        }
        Same(kitti.Train, train, 47, 36, 25, 14, 3);
        Same(kitti.Validation, train, 69, 58);
        Same(kitti.Test, test, 29, 18, 7);
        kitti.Test.Describe(1).Should().Be($"frames 18 to 28 of {folder["test_data.npy"]}");
    }

    [Fact]
    public void Samples_that_reach_into_validation_are_for_nothing()
    {
        using var kitti = KittiCaltech.Open(folder[""],
            new() { Windows = new() { InputFrames = 10, TargetFrames = 0 }, Validation = 0.01 });
        (kitti.Train.Count, kitti.Validation.Count).Should().Be((6, 1));
        NpyFile.Write(folder["train_idx.npy"], new[] { 0, 20, 29, 30, 31 }, 5);
        using var close = KittiCaltech.Open(folder[""], new() { Validation = 0.4 });
        close.Train.Count.Should().Be(1, "20 reaches to frame 30");
        close.Validation.Count.Should().Be(2);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        void Refused<T>(T[] starts, long[] shape, string message)
            where T : unmanaged
        {
            NpyFile.Write(folder["test_idx.npy"], starts, shape);
            FluentActions.Invoking(() => KittiCaltech.Open(folder[""])).Should().Throw<InvalidDataException>().WithMessage(message);
        }
        Refused(new[] { 29, 30 }, [2], "*test_idx.npy lets a sample of 11 frames begin at frame 30; *test_data.npy has frames 0 to 39. " +
            "Use shorter sequences, or the file that belongs to these frames.");
        Refused(new[] { -1L }, [1], "*begin at frame -1;*");
        Refused(new[] { long.MaxValue }, [1], "*begin at frame 9223372036854775807;*");
        Refused(new[] { 1f }, [1], "*test_idx.npy has float32 values of shape (1,); it must list the first frame of each sample, whole " +
            "numbers of shape (samples,).");
        Refused(new[] { 1 }, [1, 1], "*has int32 values of shape (1, 1);*");
        Refused(Array.Empty<int>(), [0], "*has int32 values of shape (0,);*");
        FluentActions.Invoking(() => KittiCaltech.Open(folder[""], new() { Validation = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("Validation is 1; it is a share of the training samples, above 0 and below 1.*");
        FluentActions.Invoking(() => KittiCaltech.Open(folder[""], new() { Windows = new() { InputFrames = 0 } })).Should()
            .Throw<ArgumentException>()
            .WithMessage("WindowOptions are invalid:*InputFrames is 0*");
        NpyFile.Write(folder["test_data.npy"], new byte[40 * 80], 40, 8, 10);
        FluentActions.Invoking(() => KittiCaltech.Open(folder[""])).Should().Throw<InvalidDataException>()
            .WithMessage("*test_data.npy has the shape (40, 8, 10); KittiCaltech has (frames, rows, columns, 3).");
        File.Delete(folder["train_data.npy"]);
        FluentActions.Invoking(() => KittiCaltech.Open(folder[""])).Should().Throw<FileNotFoundException>();
    }
}
