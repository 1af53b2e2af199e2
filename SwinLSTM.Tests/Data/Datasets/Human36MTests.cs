using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class Human36MTests : IDisposable
{
    private static readonly Human36MOptions asStored = new() { Pixels = new() };
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
        using var human = Human36M.Open(Human(), asStored);
        var (training, validation, test) = human.Splits;
        (training.Count, validation.Count, test.Count).Should().Be((3, 1, 1));
        training.Shape.Should().Be(new SequenceShape(4, 4, 3, Human36MFiles.Height, Human36MFiles.Width));
        training.Describe(1).Should().Be($"frames 1 to 8 of {folder["human", "images", "S1_Directions 1.54138969"]} (every 5th image from 1)");

        // The same images, straight from ffmpeg.
        ForeignTools.Ffmpeg("-start_number", "0", "-i", folder["human", "images", "S9_Walking.2_%06d.jpg"], "-vf", "scale=flags=accurate_rnd+full_chroma_int+bitexact", "-pix_fmt", "gbrp",
            "-f", "rawvideo", folder["raw"]);
        var (raw, plane) = (File.ReadAllBytes(folder["raw"]), Human36MFiles.Height * Human36MFiles.Width);
        byte[] Expected(int begin) => [.. Enumerable.Range(0, 8).SelectMany(t => ((int[])[2, 0, 1]).SelectMany(color => raw.Skip(((((begin + (5 * t)) * 3) + color) * plane)).Take(plane)))];
        training.ReadSample(0).Should().Equal(Expected(1));
        training.ReadSample(1).Should().Equal(Expected(6));
        training.ReadSample(2).Should().Equal(Expected(2));
        validation.ReadSample(0).Should().Equal(Expected(0));
        test.ReadSample(0).Should().Equal(Expected(5));
        // Red first: the wave of channel c is eight pixels ahead of the one before.
        Math.Sqrt(Enumerable.Range(0, plane).Average(i => Math.Pow(test.ReadSample(0)[i] - Human36MFiles.Frames.Planar()[(5 * 3 * plane) + i], 2))).Should().BeLessThan(6);
    }

    [Fact]
    public void Frames_are_256_by_256_unless_said_otherwise()
    {
        using var human = Human36M.Open(Human(), new() { TargetFrames = 2 });
        human.Splits.Test.Shape.Should().Be(new SequenceShape(4, 2, 3, 256, 256));
        human.Splits.Test.ReadSample(0).Should().NotContain((byte)0).And.HaveCount(6 * 3 * 65536);
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
            FluentActions.Invoking(() => Human36M.Open(folder["human"], options ?? asStored)).Should().Throw<TException>().WithMessage(message);
            File.WriteAllText(folder["human", list], before);
        }
        Refused<InvalidDataException>("test.txt", "S9_A,1,2\nS9_B,5,4\n", "'*test.txt', line 2: A line is 'prefix,begin,end': the beginning of the images' names, S and a number, an underscore and more, " +
            "without a folder; then the first and the last number, 0 to 999999. This one is 'S9_B,5,4'.");
        Refused<InvalidDataException>("test.txt", "S9_../../x,1,2\n", "*line 1: A line is *");
        Refused<InvalidDataException>("train.txt", "\n", "'*train.txt' lists no sample.");
        Refused<InvalidDataException>("test.txt", "S1_Walking,5,40\n", "A subject is in train.txt or in test.txt; S1 is in both. Remove the lines of one.");
        Refused<ArgumentException>("train.txt", "S1_A,5,40\nS11_A,5,40\nS5_A,5,40\n", "The subjects of train.txt are S1, S5, S11; validation takes S8. Choose some of them, but not all.*");
        Refused<ArgumentException>("train.txt", "S8_A,5,40\n", "The subjects of train.txt are S8; validation takes S8. Choose some of them, but not all.*");
        Refused<ArgumentException>("train.txt", "S8_A,5,40\n", "Human36MOptions.ValidationSubjects are none; name at least one subject of train.txt, such as S8.", new() { ValidationSubjects = [] });
        Refused<ArgumentException>("train.txt", "S8_A,5,40\n", "WindowOptions are invalid:\n  Step is 0; the next frame is at least one further.", new() { Step = 0 });

        File.WriteAllText(folder["human", "test.txt"], "S9_Walking.2,10,45\n");
        using var human = Human36M.Open(folder["human"], asStored);
        FluentActions.Invoking(() => human.Splits.Test.ReadSample(0)).Should().Throw<FileNotFoundException>().WithMessage("*S9_Walking.2_000045.jpg*");
    }

    [Fact]
    public void Damaged_lines_are_read_or_refused_and_nothing_else()
    {
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 10_000; trial++)
            try
            {
                var line = Human36MLine.Parse(TextDamage.To("S11_Walking 1.54138969,1061,1096", (ulong)trial));
                (line.Begin >= 0 && line.End >= line.Begin && line.End <= 999_999 && !line.Prefix.Contains('/') && line.Subject.Length >= 2).Should().BeTrue();
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
