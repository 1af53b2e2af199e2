using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class MovingMnistTests : IClassFixture<MovingMnistTests.Made>
{
    private readonly Made files;

    public MovingMnistTests(Made files) => this.files = files;

    /// <summary>The files, made once.</summary>
    public sealed class Made : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Made() => MovingMnistFiles.Make(folder[""]);

        internal string this[string name] => folder[name];

        public void Dispose() => folder.Dispose();
    }

    private static MovingMnistOptions Small => new() { TrainingDigits = 20, ValidationStart = 20, ValidationDigits = 7, Sequences = new() { Count = 30, Seed = 5 } };

    [Fact]
    public void The_published_numbers_are_the_defaults()
    {
        var digits = new DigitImages(60_000, 1, 1, new byte[60_000]);
        var (train, validation) = (MovingMnist.Training(digits), MovingMnist.Validation(digits));
        (train.Count, train.Shape).Should().Be((10_000, new SequenceShape(10, 10, 1, 64, 64)));
        (validation.Count, validation.Shape).Should().Be((3_000, new SequenceShape(10, 10, 1, 64, 64)));
        new MovingMnistOptions().Should().BeEquivalentTo(new { TrainingDigits = 10_000, ValidationStart = 10_000, ValidationDigits = 3_000 });
        new MovingDigitsOptions().Should().BeEquivalentTo(new { Digits = 2, StepLength = 0.1, HiddenSquare = 0, MissingFrames = 0.0, DirectionNoise = 0.0 });
    }

    [Fact]
    public void Each_part_draws_from_its_own_digits()
    {
        // One bright pixel a digit, whose brightness is the digit's number.
        var digits = new DigitImages(40, 1, 1, Enumerable.Range(1, 40).Select(i => (byte)i).ToArray());
        IEnumerable<byte> Shown(ISequenceDataset part) => Enumerable.Range(0, (int)part.Count).SelectMany(i => part.ReadSample(i)).Where(v => v > 0).Distinct();
        Shown(MovingMnist.Training(digits, Small)).Should().OnlyContain(v => v <= 20);
        Shown(MovingMnist.Validation(digits, Small)).Should().OnlyContain(v => v > 20 && v <= 27);
        Shown(MovingMnist.Training(digits, Small with { TrainingDigits = 40, Sequences = new() { Count = 300 } })).Should().HaveCount(40);
        FluentActions.Invoking(() => MovingMnist.Training(digits)).Should().Throw<ArgumentException>()
            .WithMessage("TrainingDigits asks for 10000 digits from digit 0; the file has 40, and at least one is needed. Use all digits of the training file, or ask for fewer.");
        FluentActions.Invoking(() => MovingMnist.Validation(digits, Small with { ValidationStart = 35 })).Should().Throw<ArgumentException>().WithMessage("ValidationDigits asks for 7 digits from digit 35;*");
    }

    [Fact]
    public void Training_is_new_in_each_pass_and_validation_is_not()
    {
        var splits = MovingMnist.Open(files[""], Small);
        using var test = (IDisposable)splits.Test;
        byte[] Read(ISequenceDataset part, long epoch)
        {
            var values = new byte[part.Shape.SampleBytes];
            part.Read(new(3, epoch), values);
            return values;
        }
        Read(splits.Train, 0).Should().NotEqual(Read(splits.Train, 1));
        Read(splits.Validation, 0).Should().Equal(Read(splits.Validation, 1)).And.NotEqual(Read(splits.Train, 0));
        splits.Validation.Count.Should().Be(7);
    }

    [Fact]
    public void The_test_set_is_time_first_and_read_in_place()
    {
        var splits = MovingMnist.Open(files[""], Small);
        using var test = (MovingMnistTestSet)splits.Test;
        (test.Count, test.Shape).Should().Be((6, new SequenceShape(10, 10, 1, 64, 64)));
        var all = File.ReadAllBytes(files["test.raw"]);
        for (var i = 0; i < 6; i++)
            test.ReadSample(i).Should().Equal(all.AsSpan(i * 20 * 4096, 20 * 4096).ToArray());
        test.Describe(4).Should().Be($"sample 4 of {files["mnist_test_seq.npy"]}");

        using var shorter = MovingMnist.TestSet(files["mnist_test_seq.npy"], inputFrames: 5, targetFrames: 0);
        shorter.ReadSample(5).Should().Equal(all.AsSpan(5 * 20 * 4096, 5 * 4096).ToArray());
    }

    [Theory]
    [InlineData("floats")]
    [InlineData("doubles")]
    public void Test_sets_of_whole_numbers_come_as_bytes(string kind)
    {
        using var test = MovingMnist.TestSet(files[$"{kind}_test_seq.npy"]);
        test.Shape.Should().Be(new SequenceShape(10, 10, 1, 64, 64));
        for (var i = 0; i < 6; i++)
            test.ReadSample(i).Should().Equal(File.ReadAllBytes(files["test.raw"]).AsSpan(i * 20 * 4096, 20 * 4096).ToArray());
        var values = new byte[test.Shape.SampleBytes];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            test.Read(i % 6, values, []);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Colours_are_last_in_the_file_and_first_in_the_frame()
    {
        using var test = MovingMnist.TestSet(files["mnist_cifar_test_seq.npy"]);
        test.Shape.Should().Be(new SequenceShape(10, 10, 3, 64, 64));
        test.ReadSample(0).Concat(test.ReadSample(1)).Should().Equal(File.ReadAllBytes(files["colour.raw"]));
    }

    [Fact]
    public void Other_files_are_refused_with_a_way_out()
    {
        using (var broken = MovingMnist.TestSet(files["broken_test_seq.npy"]))
        {
            broken.ReadSample(1).Should().NotBeEmpty();
            FluentActions.Invoking(() => broken.ReadSample(2)).Should().Throw<InvalidDataException>()
                .WithMessage("A test set of floating-point numbers holds whole ones from 0 to 255; sample 2 of *broken_test_seq.npy has another. Read it as it is, with NpyFile.Open and Clips.");
        }
        FluentActions.Invoking(() => MovingMnist.TestSet(files["flat_test_seq.npy"])).Should().Throw<InvalidDataException>()
            .WithMessage("*flat_test_seq.npy has uint8 values of shape (6, 64, 64); a Moving MNIST test set has uint8 or float32 ones of shape (frames, sequences, rows, columns),*");
        FluentActions.Invoking(() => MovingMnist.TestSet(files["mnist_test_seq.npy"], 10, 11)).Should().Throw<ArgumentException>()
            .WithMessage("10 + 11 frames were asked for; the clips of * have 20. Use shorter sequences.*");
        FluentActions.Invoking(() => MovingMnist.Open(Path.GetTempPath(), Small)).Should().Throw<FileNotFoundException>()
            .WithMessage("* has no train-images-idx3-ubyte.gz or train-images-idx3-ubyte. Put the published file there,*");
    }
}
