using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class Human36MTests : IDisposable
{
    private static readonly Human36MOptions asStored = new() { Pictures = new() };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Human()
    {
        Human36MFiles.Make(folder["human"]);
        return folder["human"];
    }

    [Fact]
    public void Samples_are_the_lines_every_fifth_image()
    {
        var human = Human36M.Open(Human(), asStored);
        var (training, validation, test) = human;
        (training.Count, validation.Count, test.Count).Should().Be((3, 1, 1));
        training.Shape.Should().Be(new SequenceShape(4, 4, 3, Human36MFiles.Height, Human36MFiles.Width));
        training.Describe(1).Should()
            .Be($"frames 5 to 40 (5 apart) of {folder["human", "images", "S1_Directions 1.54138969"]} (from image 1)");

        // Red first: the wave of channel c is eight pixels ahead of the one before.
        void Is(ISequenceDataset part, long index, int begin)
        {
            var (sample, frame) = (part.Floats(index), 3 * Human36MFiles.Height * Human36MFiles.Width);
            sample.Zip(new FrameRange(begin, 8, 5).Of(Human36MFiles.Frames, frame), (read, right) => Math.Abs(read - right) * 255).Should()
                .OnlyContain(error => error < 5, "sample {0}", index);
        }
        Is(training, 0, 1);
        Is(training, 1, 6);
        Is(training, 2, 2);
        Is(validation, 0, 0);
        Is(test, 0, 5);
    }

    [Fact]
    public void Frames_are_256_by_256_unless_said_otherwise()
    {
        var human = Human36M.Open(Human(), new() { Windows = new() { InputFrames = 4, TargetFrames = 2, Step = 5 } });
        human.Test.Shape.Should().Be(new SequenceShape(4, 2, 3, 256, 256));
        human.Test.Floats(0).Should().HaveCount(6 * 3 * 65536).And.OnlyContain(value => value > 0.1f && value < 0.9f);
    }

    [Fact]
    public void Lists_and_images_that_do_not_agree_are_refused()
    {
        FluentActions.Invoking(() => Human36M.Open(folder["human"])).Should().Throw<DirectoryNotFoundException>()
            .WithMessage("Human3.6M is a folder with train.txt, test.txt and a folder images; there is no '*images'. Check the path.");
        Human();
        void Refused<TException>(string list, string text, string message, Human36MOptions? options = null) where TException : Exception
        {
            var before = File.ReadAllText(folder["human", list]);
            File.WriteAllText(folder["human", list], text);
            FluentActions.Invoking(() => Human36M.Open(folder["human"], options ?? asStored)).Should().Throw<TException>()
                .WithMessage(message);
            File.WriteAllText(folder["human", list], before);
        }
        Refused<InvalidDataException>("test.txt", "S9_A,1,2\nS9_B,5,4\n", "'*test.txt', line 2: A line is 'prefix,begin,end': the " +
            "beginning of the images' names, S and a number, an underscore and more, " +
            "without a folder; then the first and the last number, 0 to 999999. This one is 'S9_B,5,4'.");
        Refused<InvalidDataException>("test.txt", "S9_../../x,1,2\n", "*line 1: A line is *");
        Refused<InvalidDataException>("train.txt", "\n", "'*train.txt' lists no sample.");
        Refused<InvalidDataException>("test.txt", "S1_Walking,5,40\n", "A subject is in train.txt or in test.txt; S1 is in both. Remove " +
            "the lines of one.");
        Refused<ArgumentException>("train.txt", "S1_A,5,40\nS11_A,5,40\nS5_A,5,40\n", "The subjects of train.txt are S1, S5, S11; " +
            "validation takes S8. Choose some of them, but not all.*");
        Refused<ArgumentException>("train.txt", "S8_A,5,40\n", "The subjects of train.txt are S8; validation takes S8. Choose some of " +
            "them, but not all.*");
        Refused<ArgumentException>("train.txt", "S8_A,5,40\n",
            "ValidationSubjects are none; name at least one subject of train.txt, such as S8.*", new() { ValidationSubjects = [] });
        Refused<ArgumentException>("train.txt", "S8_A,5,40\nS1_A,5,40\n",
            "WindowOptions are invalid:\n  Step is 0; the next frame is at least one further.*",
            new() { ValidationSubjects = ["S1"], Windows = new() { Step = 0 } });

        File.WriteAllText(folder["human", "test.txt"], "S9_Walking.2,10,45\n");
        var human = Human36M.Open(folder["human"], asStored);
        FluentActions.Invoking(() => human.Test.Floats(0)).Should().Throw<FileNotFoundException>()
            .WithMessage("*S9_Walking.2_000045.jpg*");
    }

    [Fact]
    public void Damaged_lines_are_read_or_refused_and_nothing_else()
    {
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 10_000; trial++)
            try
            {
                var line = Human36MLine.Parse(TextDamage.To("S11_Walking 1.54138969,1061,1096", (ulong)trial), "here");
                (line.Begin is >= 0 and <= 999_999 && !line.Prefix.Contains('/') && line.Subject.Length >= 2).Should().BeTrue();
                read++;
            }
            catch (InvalidDataException refusal)
            {
                refusal.Message.Length.Should().BeLessThan(700);
                refused++;
            }
        read.Should().BeGreaterThan(1000);
        refused.Should().BeGreaterThan(1000);
    }
}
