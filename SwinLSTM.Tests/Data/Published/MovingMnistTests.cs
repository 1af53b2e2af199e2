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

        public Made()
        {
            var pixels = Enumerable.Range(0, 40 * 28 * 28).Select(i => (byte)(i * 31 % 256)).ToArray();
            File.WriteAllBytes(folder["train-images.idx3-ubyte"], [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
            File.Copy(NumpyFiles.Path("mnist-time-first.npy"), folder["mnist_test_seq.npy"]);
        }

        internal string this[string name] => folder[name];

        public void Dispose() => folder.Dispose();
    }

    private static MovingMnistOptions Small =>
        new() { TrainingDigits = 20, ValidationStart = 20, ValidationDigits = 7, Sequences = new() { Count = 30, Seed = 5 } };

    [Fact]
    public void The_published_numbers_are_the_defaults()
    {
        var digits = new DigitImages(60_000, 1, 1, new byte[60_000]);
        var (train, validation) = (MovingMnist.Training(digits), MovingMnist.Validation(digits));
        (train.Count, train.Shape).Should().Be((10_000, new SequenceShape(10, 10, 1, 64, 64)));
        (validation.Count, validation.Shape).Should().Be((3_000, new SequenceShape(10, 10, 1, 64, 64)));
        new MovingMnistOptions().Should()
            .BeEquivalentTo(new { TrainingDigits = 10_000, ValidationStart = 10_000, ValidationDigits = 3_000 });
        new MovingDigitsOptions().Should()
            .BeEquivalentTo(new { Digits = 2, StepLength = 0.1, HiddenSquare = 0, MissingFrames = 0.0, DirectionNoise = 0.0 });
    }

    [Fact]
    public void Each_part_draws_from_its_own_digits()
    {
        // One bright pixel a digit, whose brightness is the digit's number.
        var digits = new DigitImages(40, 1, 1, Enumerable.Range(1, 40).Select(i => (byte)i).ToArray());
        IEnumerable<byte> Shown(ISequenceDataset part) =>
            Enumerable.Range(0, (int)part.Count).SelectMany(i => part.ReadSample(i)).Where(v => v > 0).Distinct();
        Shown(MovingMnist.Training(digits, Small)).Should().OnlyContain(v => v <= 20);
        Shown(MovingMnist.Validation(digits, Small)).Should().OnlyContain(v => v > 20 && v <= 27);
        Shown(MovingMnist.Training(digits, Small with { TrainingDigits = 40, Sequences = new() { Count = 300 } })).Should().HaveCount(40);
        FluentActions.Invoking(() => MovingMnist.Training(digits)).Should().Throw<ArgumentException>()
            .WithMessage(
                "TrainingDigits asks for 10000 digits from digit 0; the file has 40, and at least one is needed. Use all digits of the " +
                "training file, or ask for fewer.");
        FluentActions.Invoking(() => MovingMnist.Validation(digits, Small with { ValidationStart = 35 })).Should()
            .Throw<ArgumentException>().WithMessage("ValidationDigits asks for 7 digits from digit 35;*");
    }

    [Fact]
    public void Training_is_new_in_each_pass_and_validation_is_not()
    {
        var splits = MovingMnist.Open(files[""], Small);
        byte[] Read(ISequenceDataset part, long epoch) => part.ReadSample(new SampleId(3, epoch));

        Read(splits.Train, 0).Should().NotEqual(Read(splits.Train, 1));
        Read(splits.Validation, 0).Should().Equal(Read(splits.Validation, 1)).And.NotEqual(Read(splits.Train, 0));
        splits.Validation.Count.Should().Be(7);
    }

    /// <summary>Frame t of sequence n, as the script says.</summary>
    private static IEnumerable<byte> Frame(int t, int n, int channel = 0) =>
        from y in Enumerable.Range(0, 4) from x in Enumerable.Range(0, 5) select (byte)((t * 37) + (n * 11) + (y * 5) + x + channel);

    [Theory]
    [InlineData("mnist-time-first.npy")]
    [InlineData("mnist-sequences-first.npy")]
    [InlineData("mnist-floats.npy")]
    public void Test_sets_are_told_by_where_their_20_frames_are_and_come_in_one_unit(string file)
    {
        var test = MovingMnist.TestSet(NumpyFiles.Path(file));
        (test.Count, test.Shape).Should().Be((6, new SequenceShape(10, 10, 1, 4, 5)));
        for (var n = 0; n < 6; n++)
            test.ReadSample(n).Should().Equal(Enumerable.Range(0, 20).SelectMany(t => Frame(t, n)));
        test.Describe(4).Should().StartWith($"frames 0 to 19 of sample 4 of {NumpyFiles.Path(file)}");
        MovingMnist.TestSet(NumpyFiles.Path(file), inputFrames: 5, targetFrames: 0).ReadSample(5).Should()
            .Equal(Enumerable.Range(0, 5).SelectMany(t => Frame(t, 5)));
    }

    [Fact]
    public void A_folder_gives_all_three_parts()
    {
        var splits = MovingMnist.Open(files[""], Small);
        (splits.Train.Count, splits.Validation.Count, splits.Test.Count).Should().Be((30, 7, 6));
        splits.Test.ReadSample(3).Should().Equal(Enumerable.Range(0, 20).SelectMany(t => Frame(t, 3)));
    }

    [Fact]
    public void Colours_are_last_in_the_file_and_first_in_the_frame()
    {
        var test = MovingMnist.TestSet(NumpyFiles.Path("mnist-colours.npy"));
        test.Shape.Should().Be(new SequenceShape(10, 10, 3, 4, 5));
        test.ReadSample(1).Should().Equal(Enumerable.Range(0, 20).SelectMany(t => Enumerable.Range(0, 3).SelectMany(c => Frame(t, 1, c))));
    }

    [Fact]
    public void Other_files_are_refused_with_a_way_out()
    {
        var broken = MovingMnist.TestSet(NumpyFiles.Path("mnist-broken.npy"));
        broken.ReadSample(1).Should().NotBeEmpty();
        FluentActions.Invoking(() => broken.ReadSample(2)).Should().Throw<InvalidDataException>()
            .WithMessage(
                "A test set of floating-point numbers holds whole ones from 0 to 255; *mnist-broken.npy has 0.5. Read it as it is, with " +
                "NpyFile.Open and Clips.");
        void Refused(Array values, string shape)
        {
            using (var tensor = NdArray.Of(values).ToTensor())
                NpyFile.Write(files["other.npy"], tensor);
            FluentActions.Invoking(() => MovingMnist.TestSet(files["other.npy"])).Should().Throw<InvalidDataException>()
                .WithMessage(
                    $"*other.npy has {shape}; a Moving MNIST test set has uint8 or float32 ones of shape (20 frames, sequences, rows, " +
                    "columns),*");
        }
        Refused(new byte[20, 4, 4], "uint8 values of shape (20, 4, 4)");
        Refused(new byte[6, 19, 4, 4], "uint8 values of shape (6, 19, 4, 4)");
        Refused(new byte[20, 6, 4, 4, 2], "uint8 values of shape (20, 6, 4, 4, 2)");
        Refused(new short[20, 6, 4, 4], "int16 values of shape (20, 6, 4, 4)");
        FluentActions.Invoking(() => MovingMnist.TestSet(files["mnist_test_seq.npy"], 10, 11)).Should().Throw<ArgumentException>()
            .WithMessage("10 + 11 frames were asked for; the clips of * have 20. Use shorter sequences.*");
        FluentActions.Invoking(() => MovingMnist.Open(Path.GetTempPath(), Small)).Should().Throw<FileNotFoundException>()
            .WithMessage(
                "* has no train-images-idx3-ubyte.gz or train-images-idx3-ubyte or train-images.idx3-ubyte or *. Put the published file " +
                "there,*");
    }
}
