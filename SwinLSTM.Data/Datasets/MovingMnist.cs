namespace SwinLSTM.Data;

/// <summary>Moving MNIST and its relatives (Srivastava et al., 2015) as they are published: sequences for training made from the digits of
/// an IDX file, and a test set that is a file. Moving FashionMNIST is the same with other files.</summary>
public static class MovingMnist
{
    private const int PublishedFrames = 20;

    /// <summary>Opens all three parts from a folder with <c>train-images-idx3-ubyte.gz</c> (or unpacked, without <c>.gz</c>) and
    /// <c>mnist_test_seq.npy</c> or <c>fmnist_test_seq.npy</c>: training, new in each pass; validation, the same in each; the published
    /// test set, mapped into memory. Digits are used as the authors do if no options are given.</summary>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or something else.</exception>
    /// <exception cref="ArgumentException">Options that break a rule, or more digits than the file has.</exception>
    public static DatasetSplits Open(string folder, MovingMnistOptions? options = null)
    {
        options ??= new();
        var digits = IdxFile.Read(Find(folder, "train-images-idx3-ubyte.gz", "train-images-idx3-ubyte", "train-images.idx3-ubyte",
            "train-images.idx3-ubyte.gz"));
        var (train, validation) = (Training(digits, options), Validation(digits, options));
        return new(train, validation, TestSet(Find(folder, "mnist_test_seq.npy", "fmnist_test_seq.npy"), options.Sequences.InputFrames,
            options.Sequences.TargetFrames));
    }

    /// <summary>Makes the training part, new in each pass, of all digits of the training file; the authors use the first 10,000.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, or more digits than there are.</exception>
    public static MovingDigits Training(DigitImages digits, MovingMnistOptions? options = null)
    {
        options ??= new();
        return new(Part(digits, 0, options.TrainingDigits, nameof(options.TrainingDigits)), options.Sequences);
    }

    /// <summary>Makes the validation part of all digits of the training file: as many sequences as digits, fixed by the seed, where the
    /// authors draw new ones each time from digits 10,000 to 12,999. With <c>TrainingDigits</c> above <c>ValidationStart</c> its digits are
    /// known from training, its motions are not.</summary>
    /// <exception cref="ArgumentException">Options that break a rule, or more digits than there are.</exception>
    public static MovingDigits Validation(DigitImages digits, MovingMnistOptions? options = null)
    {
        options ??= new();
        return new(Part(digits, options.ValidationStart, options.ValidationDigits, nameof(options.ValidationDigits)),
            options.Sequences with { Count = options.ValidationDigits, NewEachEpoch = false, Seed = ~options.Sequences.Seed });
    }

    /// <summary>Maps a test set that is a file: <c>mnist_test_seq.npy</c>, <c>fmnist_test_seq.npy</c> or <c>mnist_cifar_test_seq.npy</c>,
    /// time first <c>[T, N, H, W]</c>, or <c>[T, N, H, W, 3]</c> in colour, with 20 frames in [0, 1], of which input and target frames take
    /// at most all. Files saved anew with sequences first are told by where the 20 frames are. Those that OpenSTL makes itself hold whole
    /// numbers 0 to 255 as float32; they are divided by 255 too, so that all of them are scaled alike. The file is closed when nobody uses
    /// it any more.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or its shape or element type is another.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">More frames than the file's clips have.</exception>
    public static ISequenceDataset TestSet(string path, int inputFrames = PublishedFrames / 2, int targetFrames = PublishedFrames / 2)
    {
        var array = NpyFile.Open(path);
        return array.OrClose<ISequenceDataset>(() =>
        {
            var axes = array.Shape.Length switch { 4 => "HW", 5 when array.Shape[4] is 1 or 3 => "HWC", _ => null };
            var order = array.Shape switch { [PublishedFrames, ..] => "TN", [_, PublishedFrames, ..] => "NT", _ => null };
            if (axes is null || order is null || array.Stored is not ({ Kind: 'u', Bytes: 1 } or { Kind: 'f', Bytes: 4 or 8 })
                || array.Count == 0)
                throw new InvalidDataException($"{path} has {array.Stored} values of shape {ArrayShape.Text(array.Shape)}; a Moving " +
                    $"MNIST test set has uint8 or float32 ones of shape ({PublishedFrames} frames, sequences, rows, columns), and " +
                    "colours last where there are any. Read another layout with NpyFile.Open and Clips.");
            var clips = array.Clips(order + axes, inputFrames, targetFrames);
            return array.Stored.Kind == 'u' ? clips
                : new SampleTransform(clips, clips.Shape, "divided by 255", _ => (from, to) => DivideWhole(from, to, path));
        });
    }

    private static void DivideWhole(ReadOnlySpan<float> from, Span<float> to, string path)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (from[i] != (byte)from[i])
                throw new InvalidDataException($"A test set of floating-point numbers holds whole ones from 0 to 255; {path} has " +
                    $"{from[i]}. Read it as it is, with NpyFile.Open and Clips.");
            to[i] = from[i] / 255;
        }
    }

    private static DigitImages Part(DigitImages digits, int first, int count, string what) =>
        first >= 0 && count >= 1 && first <= digits.Count - count
        ? digits.Slice(first, count)
        : throw new ArgumentException($"{what} asks for {count} digits from digit {first}; the file has {digits.Count}, and at least one " +
            "is needed. Use all digits of the training file, or ask for fewer.");

    private static string Find(string folder, params string[] names) =>
        names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ??
        throw new FileNotFoundException($"{folder} has no {string.Join(" or ", names)}. Put the published file there, or use Training, " +
            "Validation and TestSet with files of other names.");
}

/// <summary>Which digits of an MNIST training file are used for what. The defaults are those of the authors of SwinLSTM.</summary>
public sealed record MovingMnistOptions
{
    /// <summary>How many digits, from the first one, training draws from. Default 10,000, the authors' own; OpenSTL trains with all
    /// 60,000.</summary>
    public int TrainingDigits { get; init; } = 10_000;

    /// <summary>The first digit that validation draws from. Default 10,000.</summary>
    public int ValidationStart { get; init; } = 10_000;

    /// <summary>How many digits validation draws from, and how many sequences it has. Default 3,000.</summary>
    public int ValidationDigits { get; init; } = 3_000;

    /// <summary>Lengths, canvas, motion, seed, and how many training sequences a pass has: the published ones if left out.</summary>
    public MovingDigitsOptions Sequences { get; init; } = new();
}
