using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>How Human3.6M is cut and split. The defaults are the published 4 -> 4 of every fifth frame, with one subject of the training
/// list kept for validation.</summary>
public sealed record Human36MOptions
{
    /// <summary>How long samples are, and their step; the stride does not count. Default 4 + 4 frames, every fifth.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 4, TargetFrames = 4, Step = 5 };

    /// <summary>Subjects of <c>train.txt</c> that choices are made on rather than learned from. Default S8.</summary>
    public IReadOnlyList<string> ValidationSubjects { get; init; } = ["S8"];

    /// <summary>How pictures are decoded. Default: colour, 256 x 256, bicubic, as published.</summary>
    public PictureOptions Pictures { get; init; } = new() { Height = 256, Width = 256, Resize = ResizeMethod.Bicubic };
}

/// <summary>Human3.6M (Ionescu and others, 2014) as published for forecasting: <c>human/images/S1_Directions.54138969_000001.jpg</c> and so
/// on, and the lists <c>train.txt</c> and <c>test.txt</c> of samples, <c>prefix,begin,end</c> a line; end is not used. Channels are red,
/// green, blue; OpenSTL keeps them as OpenCV reads them, blue first, so weights of its networks need them turned round. To train, prepare
/// it once: images are decoded as they are read.</summary>
public static class Human36M
{
    /// <summary>Opens the folder <c>human</c>: training, validation (subjects of <c>train.txt</c>) and test, in the order of the lists.
    /// Images are not looked at before they are read, unless the options keep their size.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or none called <c>images</c> in it.</exception>
    /// <exception cref="ArgumentException">Options that break a rule, or validation subjects that <c>train.txt</c> has not.</exception>
    /// <exception cref="InvalidDataException">A list is empty or has a line of another form, or a subject is in both lists.</exception>
    /// <exception cref="IOException">A list cannot be read.</exception>
    public static DatasetSplits Open(string folder, Human36MOptions? options = null)
    {
        (options ??= new()).Pictures.Check();
        if (options.ValidationSubjects.Count == 0)
            throw new ArgumentException("ValidationSubjects are none; name at least one subject of train.txt, such as S8.",
                nameof(options));
        if (!Directory.Exists(Path.Combine(folder, "images")))
            throw new DirectoryNotFoundException("Human3.6M is a folder with train.txt, test.txt and a folder images; there is no " +
                $"'{Path.Combine(folder, "images")}'. Check the path.");
        var (training, test) = (Lines(folder, "train.txt"), Lines(folder, "test.txt"));
        var validation = training.Where(line => options.ValidationSubjects.Contains(line.Subject)).ToList();
        if (options.ValidationSubjects.Except(training.Select(line => line.Subject)).Any() || validation.Count == training.Count)
            throw new ArgumentException("The subjects of train.txt are " +
                $"{string.Join(", ", training.Select(line => line.Subject).Distinct().Order(NaturalOrder.Instance))}; validation takes " +
                $"{string.Join(", ", options.ValidationSubjects)}. Choose some of them, but not all.", nameof(options));
        if (training.Select(line => line.Subject).Intersect(test.Select(line => line.Subject)).ToList() is { Count: > 0 } both)
            throw new InvalidDataException($"A subject is in train.txt or in test.txt; {string.Join(", ", both)} is in both. Remove the " +
                "lines of one.");
        var learned = training.Where(line => !options.ValidationSubjects.Contains(line.Subject)).ToList();
        return new(Windows(folder, learned, options), Windows(folder, validation, options), Windows(folder, test, options));
    }

    private static List<Human36MLine> Lines(string folder, string list)
    {
        var (path, lines, number) = (Path.Combine(folder, list), new List<Human36MLine>(), 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                lines.Add(Human36MLine.Parse(line, $"'{path}', line {number}"));
        }
        return lines.Count > 0 ? lines : throw new InvalidDataException($"'{path}' lists no sample.");
    }

    private static FrameWindows Windows(string folder, IReadOnlyList<Human36MLine> lines, Human36MOptions options)
    {
        // A series goes on to the last image that a sample needs; what lies between those of samples is never looked at.
        var clips = lines.GroupBy(line => line.Prefix).Select(clip =>
            (Prefix: clip.Key, First: clip.Min(line => line.Begin), Last: clip.Max(line => line.Begin))).ToList();
        var numbers = clips.Index().ToDictionary(clip => clip.Item.Prefix, clip => (Series: clip.Index, clip.Item.First));
        var series = clips.ConvertAll(clip =>
        {
            var path = Path.Combine(folder, "images", clip.Prefix);
            return new ImageSequence($"{path} (from image {clip.First})", clip.Last - clip.First + options.Windows.Span,
                frame => $"{path}_{clip.First + frame:D6}.jpg", options.Pictures);
        });
        return new(series, [.. lines.Select(line => new WindowStart(numbers[line.Prefix].Series, line.Begin - numbers[line.Prefix].First))],
            options.Windows);
    }
}

/// <summary>A line of <c>train.txt</c> or <c>test.txt</c>: <c>prefix,begin,end</c>. The images of a sample are <c>prefix_NNNNNN.jpg</c>,
/// from number begin on.</summary>
internal sealed partial record Human36MLine(string Prefix, int Begin)
{
    /// <summary>The one who is seen: what stands before the first underscore of the prefix.</summary>
    public string Subject => Prefix[..Prefix.IndexOf('_', StringComparison.Ordinal)];

    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public static Human36MLine Parse(string line, string place) =>
        line.Length <= 300 && Line().Match(line) is { Success: true } match && NaturalOrder.Number(match.Groups["begin"]) is var begin
            && NaturalOrder.Number(match.Groups["end"]) >= begin
            ? new(match.Groups["prefix"].Value, begin)
            : throw new InvalidDataException($"{place}: A line is 'prefix,begin,end': the beginning of the images' names, S and a " +
                "number, an underscore and more, without a folder; then the first and the last number, 0 to 999999. This one is " +
                $"'{(line.Length > 300 ? line[..300] + "..." : line)}'.");

    [GeneratedRegex(@"^(?<prefix>S[0-9]+_[^,/\\\0]+),\s*(?<begin>[0-9]{1,6})\s*,\s*(?<end>[0-9]{1,6})\s*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
