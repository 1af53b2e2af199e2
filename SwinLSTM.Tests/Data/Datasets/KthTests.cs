using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class KthTests : IDisposable
{
    private static readonly KthOptions small = new()
    {
        Windows = new() { InputFrames = 2, TargetFrames = 3 },
        Actions = ["walking", "running"],
        TrainingPersons = [1],
        ValidationPersons = [15],
        TestPersons = [17],
        Pictures = new() { Color = PixelColor.Grey },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Images(params string[] actions)
    {
        foreach (var action in actions)
            foreach (var person in (int[])[1, 15, 17])
                KthFiles.MakeImages(folder["kth"], action, person, 14, person == 1 ? [3, 4] : []);
        return folder["kth"];
    }

    // Frames 1, 2 and 5 to 14 of person 1, so a stretch of 2 and one of 10, in which windows of 5 begin at 10 - 5, less a multiple of 5 or
    // 3.
    [Fact]
    public void Windows_are_the_published_ones()
    {
        using var kth = Kth.Open(Images("walking", "running"), small);
        kth.Train.Shape.Should().Be(new SequenceShape(2, 3, 1, KthFiles.Height, KthFiles.Width));
        kth.Train.Count.Should().Be(2 + 2);
        string.Join("; ", Enumerable.Range(0, 4).Select(i => kth.Train.Describe(i).Split(" of ")[0])).Should()
            .Be("frames 4 to 8; frames 7 to 11; frames 2 to 6; frames 7 to 11");
        kth.Train.Describe(0).Should().EndWith("person01_running_d1_uncomp");
        kth.Train.Describe(2).Should().EndWith("person01_walking_d1_uncomp");
        // 14 frames: windows of 5 begin at 9, 6, 3, 0 (running) and 9, 4 (walking).
        (kth.Validation.Count, kth.Test.Count).Should().Be((6, 6));
        kth.Validation.Describe(0).Should().StartWith("frames 0 to 4 of ").And.Contain("person15");
        kth.Test.Describe(5).Should().StartWith("frames 9 to 13 of ").And.Contain("person17_walking");
    }

    [Fact]
    public void A_stride_and_persons_may_be_chosen()
    {
        using var kth = Kth.Open(Images("walking"), small with { Actions = ["walking"], Stride = 2 });
        // 10 frames without a gap: windows of 5 begin at 5, 3, 1 of them; 14 frames: 9, 7, 5, 3, 1.
        (kth.Train.Count, kth.Test.Count).Should().Be((3, 5));
        kth.Train.Concat(kth.Validation).Count.Should().Be(3 + 5);
        FluentActions.Invoking(() => Kth.Open(folder["kth"], small with { Actions = ["walking"], TrainingPersons = [2] })).Should()
            .Throw<ArgumentException>().WithMessage("2 + 3 frames, 1 apart, need 5 frames without a " +
            "gap; the persons 2 have none, in 0 clips. Choose others, or shorter samples.*");
    }

    // Images are JPEG, of the highest quality: what is lost is rounding.
    [Fact]
    public void Frames_are_the_images_in_the_order_of_their_numbers()
    {
        using var kth = Kth.Open(Images("walking"), small with { Actions = ["walking"] });
        var written = KthFiles.Frames(1, "walking", 14);
        var (sample, frame) = (kth.Train.Floats(0), KthFiles.Height * KthFiles.Width);
        sample.Zip(written[(4 * frame)..(9 * frame)], (read, right) => Math.Abs(read - right) * 255).Should()
            .OnlyContain(error => error < 4);
    }

    [Fact]
    public void The_original_videos_are_read_too()
    {
        var frames = KthFiles.MakeVideo(folder["kth"], "walking", 1, 2, 8);
        KthFiles.MakeVideo(folder["kth", "walking"], "walking", 15, 4, 6);
        KthFiles.MakeVideo(folder["kth"], "walking", 17, 1, 5);
        File.WriteAllText(folder["kth", "00sequences.txt"], "a list");
        using var kth = Kth.Open(folder["kth"], small with { Actions = ["walking"] });
        (kth.Train.Count, kth.Validation.Count, kth.Test.Count).Should().Be((1L, 1L, 1L));
        kth.Train.Floats(0).Should().Equal(new FrameRange(3, 5).Of(frames, KthFiles.Height * KthFiles.Width));

        using var published = Kth.Open(folder["kth"], new()
        {
            Actions = ["walking"],
            Windows = new() { InputFrames = 2, TargetFrames = 3 },
            TrainingPersons = [1]
        });
        (published.Train.Shape.Height, published.Train.Shape.Width, published.Train.Shape.Channels).Should()
            .Be((128, 128, 1));
        var resized = new float[128 * 128];
        new Resizer(ResizeMethod.Bilinear, (KthFiles.Height, KthFiles.Width), (128, 128))
            .Resize(frames.AsSpan(3 * 192, 192), KthFiles.Width, resized);
        published.Train.Floats(0)[..resized.Length].Should().Equal(resized.Select(value => MathF.Round(value * 255) / 255));
    }

    [Fact]
    public void What_KTH_has_not_is_refused_by_name()
    {
        void Refused<TException>(string message, KthOptions? options = null) where TException : Exception =>
            FluentActions.Invoking(() => Kth.Open(folder["kth"], options ?? small)).Should().Throw<TException>().WithMessage(message);
        Refused<DirectoryNotFoundException>("There is no folder '*kth'. Check the path.");
        Images("walking");
        Refused<InvalidDataException>("'*kth' has no clip of running. Clips of KTH are called personXX_action_dY_uncomp (01 to 25; *), " +
            "with .avi if they are videos. Unpack it, or leave the action out of KthOptions.Actions.");

        var walking = small with { Actions = ["walking"] };
        Directory.CreateDirectory(folder["kth", "walking", "person01_walking_d2_uncomp"]);
        Refused<InvalidDataException>("A clip of KTH has at least one image_NNNN.jpg; '*d2_uncomp' has none. Remove the folder, or " +
            "unpack its images.", walking);
        File.WriteAllText(folder["kth", "walking", "person01_walking_d2_uncomp", "image_1.jpg"], "");
        Refused<InvalidDataException>("Images of KTH are called image_NNNN.jpg, with at least four and at most nine digits; " +
            "'image_1.jpg' is not. Rename or remove it.", walking);
        Directory.Move(folder["kth", "walking", "person01_walking_d2_uncomp"], folder["kth", "walking", "person26_walking_d2_uncomp"]);
        Refused<InvalidDataException>("Clips of KTH are called personXX_action_dY_uncomp *; 'person26_walking_d2_uncomp' is not. Rename " +
            "or remove it.", walking);
        Directory.Delete(folder["kth", "walking", "person26_walking_d2_uncomp"], recursive: true);
        File.WriteAllText(folder["kth", "person15_walking_d1_uncomp.avi"], "");
        Refused<InvalidDataException>("A clip of KTH is there once, as images or as a video; '*' and '*' are one. Remove one.", walking);
        File.Delete(folder["kth", "person15_walking_d1_uncomp.avi"]);
        Refused<ArgumentException>("7 + 6 frames, 1 apart, need 13 frames without a gap; the persons 1 have none, in 1 clips. *",
            walking with { Windows = new() { InputFrames = 7, TargetFrames = 6 } });
    }

    [Fact]
    public void Options_that_break_a_rule_are_refused_all_at_once() =>
        FluentActions.Invoking(() => Kth.Open("", new()
        {
            Stride = 0,
            Actions = [],
            TrainingPersons = [0, 17],
            ValidationPersons = []
        })).Should().Throw<ArgumentException>()
            .WithMessage(
                "KthOptions are invalid:\n  Stride is 0; the next sample begins at least one frame later.\n  Actions are ; they are some " +
                "of KTH's six, each " +
                "once.\n  Each of TrainingPersons, ValidationPersons and TestPersons has some of the persons 1 to 25, each " +
                "person is in one of them; they are 0, 17; ; 17, 18, 19, 20, 21, 22, 23, 24, 25.");

    [Fact]
    public void Test_persons_are_never_learned_from_by_default()
    {
        var published = new KthOptions();
        published.TrainingPersons.Concat(published.ValidationPersons).Should().Equal(Enumerable.Range(1, 16));
        published.TestPersons.Should().Equal(Enumerable.Range(17, 9));
    }

    [Fact]
    public void Damaged_names_are_read_or_refused_and_nothing_else()
    {
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 10_000; trial++)
            try
            {
                if (trial % 2 == 0)
                    KthName.Parse(TextDamage.To("person07_handwaving_d2_uncomp.avi", (ulong)trial)).Person.Should().BeInRange(1, 25);
                else
                    KthName.ParseImage(TextDamage.To("image_0042.jpg", (ulong)trial)).Should().BeInRange(0, 999_999_999);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        read.Should().BeGreaterThan(100);
        refused.Should().BeGreaterThan(5000);
    }
}
