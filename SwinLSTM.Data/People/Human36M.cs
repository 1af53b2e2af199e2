using System.Globalization;

namespace SwinLSTM.Data;

/// <summary>
/// Human3.6M (Ionescu and others, 2014) as published for forecasting: <c>human/images/S1_Directions.54138969_000001.jpg</c> and so on, and the lists
/// <c>train.txt</c> and <c>test.txt</c> of samples, <c>prefix,begin,end</c> a line; end is not used. Channels are red, green, blue; OpenSTL keeps them as OpenCV reads
/// them, blue first, so weights of its networks need them turned round. To train, prepare it once: images are decoded as they are read.
/// </summary>
public sealed class Human36M : IDisposable
{
    private readonly List<ImageSequence> open = [];

    private Human36M(string folder, Human36MOptions options)
    {
        var (training, test) = (Lines(folder, "train.txt"), Lines(folder, "test.txt"));
        var validation = training.Where(line => options.ValidationSubjects.Contains(line.Subject)).ToList();
        if (options.ValidationSubjects.Except(training.Select(line => line.Subject)).ToList() is { Count: > 0 } missing || validation.Count == training.Count)
            throw new ArgumentException($"The subjects of train.txt are {Subjects(training)}; validation takes {string.Join(", ", options.ValidationSubjects)}. " +
                "Choose some of them, but not all.", nameof(options));
        if (training.Select(line => line.Subject).Intersect(test.Select(line => line.Subject)).ToList() is { Count: > 0 } both)
            throw new InvalidDataException($"A subject is in train.txt or in test.txt; {string.Join(", ", both)} is in both. Remove the lines of one.");
        Splits = new(Windows(folder, [.. training.Where(line => !options.ValidationSubjects.Contains(line.Subject))], options), Windows(folder, validation, options), Windows(folder, test, options));
    }

    /// <summary>Training, validation (subjects of <c>train.txt</c>) and test, in the order of the lists.</summary>
    public DatasetSplits Splits { get; }

    /// <summary>Opens the data set. Images are not looked at before they are read, unless the options keep their size.</summary>
    /// <param name="folder">The folder <c>human</c>.</param>
    /// <param name="options">How it is cut and split.</param>
    /// <returns>The data set; dispose it, and its decoders end.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or none called <c>images</c> in it.</exception>
    /// <exception cref="ArgumentException">Options that break a rule, or validation subjects that <c>train.txt</c> has not.</exception>
    /// <exception cref="InvalidDataException">A list is empty or has a line of another form, or a subject is in both lists.</exception>
    /// <exception cref="IOException">A list cannot be read.</exception>
    public static Human36M Open(string folder, Human36MOptions? options = null) => Directory.Exists(Path.Combine(folder, "images"))
        ? new(folder, (options ?? new()).Checked())
        : throw new DirectoryNotFoundException($"Human3.6M is a folder with train.txt, test.txt and a folder images; there is no '{Path.Combine(folder, "images")}'. Check the path.");

    /// <summary>Ends the decoders that run.</summary>
    public void Dispose()
    {
        foreach (var one in open)
            one.Dispose();
    }

    internal static List<Human36MLine> Lines(string folder, string list)
    {
        var (lines, number) = (new List<Human36MLine>(), 0);
        foreach (var line in File.ReadLines(Path.Combine(folder, list)))
        {
            number++;
            try
            {
                if (!string.IsNullOrWhiteSpace(line))
                    lines.Add(Human36MLine.Parse(line));
            }
            catch (InvalidDataException damaged)
            {
                throw new InvalidDataException($"'{Path.Combine(folder, list)}', line {number}: {damaged.Message}", damaged);
            }
        }
        return lines.Count > 0 ? lines : throw new InvalidDataException($"'{Path.Combine(folder, list)}' lists no sample.");
    }

    private static string Subjects(IEnumerable<Human36MLine> lines) => string.Join(", ", lines.Select(line => line.Subject).Distinct().Order(NaturalOrder.Instance));

    private FrameWindows Windows(string folder, IReadOnlyList<Human36MLine> lines, Human36MOptions options)
    {
        var images = new ImageOptions { Pixels = options.Pixels, FFmpeg = options.FFmpeg };
        var series = new List<ImageSequence>();
        var numbers = new Dictionary<(string, int), int>();
        // The images between those of a sample are not needed, so what begins alike is a series of its own.
        foreach (var clip in lines.GroupBy(line => (line.Prefix, Offset: line.Begin % options.Step)))
        {
            var (prefix, offset) = clip.Key;
            string File(long frame) => Path.Combine(folder, "images", prefix + "_" + (offset + (frame * options.Step)).ToString("D6", CultureInfo.InvariantCulture) + ".jpg");
            var format = ImageSequence.FormatOf(File(clip.First().Begin / options.Step), images);
            numbers.Add(clip.Key, series.Count);
            series.Add(new($"{Path.Combine(folder, "images", prefix)} (every {options.Step}th image from {offset})",
                (clip.Max(line => line.Begin) / options.Step) + options.InputFrames + options.TargetFrames, File, format, images));
        }
        open.AddRange(series);
        return new(series, [.. lines.Select(line => new WindowStart(numbers[(line.Prefix, line.Begin % options.Step)], line.Begin / options.Step))], options.Windows with { Step = 1 });
    }
}
