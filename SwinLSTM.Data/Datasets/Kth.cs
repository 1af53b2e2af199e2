using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>How KTH is cut and split. The defaults are the published 10 -> 20, with two persons of the training set kept for
/// validation.</summary>
public sealed record KthOptions
{
    /// <summary>How long samples are, and their step. Default 10 + 20 frames; the other published task has 10 + 40.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 10, TargetFrames = 20 };

    /// <summary>Frames from the beginning of one sample to that of the next. Default: as published, counted back from the end of each
    /// stretch of frames, 3 for jogging and running, and a whole sample (so that none overlap) for the other actions; the stride of
    /// <see cref="Windows"/> does not count.</summary>
    public int? Stride { get; init; }

    /// <summary>Which actions: boxing, handclapping, handwaving, jogging, running, walking. Default: all six.</summary>
    public IReadOnlyList<string> Actions { get; init; } = KthName.Actions;

    /// <summary>Persons, 1 to 25, that are learned from. Default 1 to 14; published: 1 to 16, with nobody for validation.</summary>
    public IReadOnlyList<int> TrainingPersons { get; init; } = [.. Enumerable.Range(1, 14)];

    /// <summary>Persons that choices are made on. Default 15 and 16, of the published training set.</summary>
    public IReadOnlyList<int> ValidationPersons { get; init; } = [15, 16];

    /// <summary>Persons that the final figures are measured on. Default 17 to 25, as published.</summary>
    public IReadOnlyList<int> TestPersons { get; init; } = [.. Enumerable.Range(17, 9)];

    /// <summary>How images and videos are decoded. Default: grey, 128 x 128, bilinear, as published; the originals are 160 x 120.</summary>
    public VideoOptions Pictures { get; init; } = new() { Color = PixelColor.Grey, Height = 128, Width = 128 };

    internal long StrideOf(string action) => Stride ?? (action is "jogging" or "running" ? 3 : Windows.Span);

    internal void Check()
    {
        Pictures.Check();
        var persons = TrainingPersons.Concat(ValidationPersons).Concat(TestPersons).ToList();
        SequenceRules.CheckAll(nameof(KthOptions),
        [
            (Stride < 1, $"Stride is {Stride}; the next sample begins at least one frame later."),
            (Actions.Count == 0 || Actions.Distinct().Count() < Actions.Count || !Actions.All(KthName.Actions.Contains),
                $"Actions are {string.Join(", ", Actions)}; they are some of KTH's six, each once."),
            (persons.Any(person => person is < 1 or > 25) || persons.Distinct().Count() < persons.Count || TrainingPersons.Count == 0
                || ValidationPersons.Count == 0 || TestPersons.Count == 0, "Each of TrainingPersons, ValidationPersons and TestPersons " +
                $"has some of the persons 1 to 25, each person is in one of them; they are {string.Join(", ", TrainingPersons)}; " +
                $"{string.Join(", ", ValidationPersons)}; {string.Join(", ", TestPersons)}."),
        ]);
    }
}

/// <summary>KTH (Schuldt, Laptev and Caputo, 2004): 25 persons, six actions, four scenarios, 25 grey frames a second. Read as it is
/// published for forecasting, <c>kth/action/personXX_action_dY_uncomp/image_NNNN.jpg</c>, or from the original videos,
/// <c>personXX_action_dY_uncomp.avi</c>, in the folder itself or in those of the actions. To train, prepare it once: images are decoded as
/// they are read, and videos lie decoded in a temporary file.</summary>
public static class Kth
{
    /// <summary>Opens the folder <c>kth</c>: training, validation and test, persons of their own, by action, person, scenario and time. The
    /// published training set is training and validation together (<see cref="DatasetParts.Concat"/>). Images are not looked at before they
    /// are read; each video is decoded. Dispose it, and the decoded videos go.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ArgumentException">Options that break a rule, or persons without a sample.</exception>
    /// <exception cref="InvalidDataException">A file or folder has a name that KTH has not, a clip is there twice or damaged, or an action
    /// has none.</exception>
    /// <exception cref="IOException">A file cannot be read, or a video is there but no ffmpeg; the message says what to
    /// install.</exception>
    public static DatasetSplits Open(string folder, KthOptions? options = null)
    {
        (options ??= new()).Check();
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'. Check the path.");
        return OpenFiles.Of(files =>
        {
            var clips = Clips(files, folder, options);
            return new(Take(options.TrainingPersons), Take(options.ValidationPersons), Take(options.TestPersons));

            FrameWindows Take(IReadOnlyList<int> persons)
            {
                var chosen = clips.Where(clip => persons.Contains(clip.Name.Person))
                    .OrderBy(clip => clip.Name.Action, StringComparer.Ordinal).ThenBy(clip => clip.Name.Person)
                    .ThenBy(clip => clip.Name.Scenario).ToArray();
                var starts = chosen.SelectMany((clip, i) => clip.Starts(options.Windows.Span, options.StrideOf(clip.Name.Action))
                    .Select(first => new WindowStart(i, first))).ToArray();
                return starts.Length > 0 ? new([.. chosen.Select(clip => clip.Series)], starts, options.Windows)
                    : throw new ArgumentException($"{options.Windows.Words} without a gap; the persons {string.Join(", ", persons)} have " +
                        $"none, in {chosen.Length} clips. Choose others, or shorter samples.", nameof(options));
            }
        });
    }

    private static List<Clip> Clips(OpenFiles files, string folder, KthOptions options)
    {
        var (clips, wanted) = (new List<Clip>(),
            options.TrainingPersons.Concat(options.ValidationPersons).Concat(options.TestPersons).ToHashSet());
        // Folders of images and videos, below the actions and at the top; other files of the top, such as lists, do not matter.
        var paths = Directory.EnumerateFiles(folder, "*.avi").Concat(options.Actions.Select(action => Path.Combine(folder, action))
            .Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries)).Where(path => Path.GetFileName(path)[0] != '.');
        foreach (var path in paths.OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal))
        {
            var name = KthName.Parse(Path.GetFileName(path));
            if (clips.Count > 0 && clips[^1].Name == name)
                throw new InvalidDataException($"A clip of KTH is there once, as images or as a video; '{clips[^1].Series.Name}' and " +
                    $"'{path}' are one. Remove one.");
            if (wanted.Contains(name.Person) && options.Actions.Contains(name.Action))
                clips.Add(Directory.Exists(path) ? OfImages(name, path, options.Pictures)
                    : new(name, files.Keep(VideoFile.Open(path, options.Pictures)), null));
        }
        return options.Actions.FirstOrDefault(action => clips.All(clip => clip.Name.Action != action)) is not { } missing ? clips
            : throw new InvalidDataException($"'{folder}' has no clip of {missing}. {KthName.Rule}. Unpack it, or leave the action out " +
                "of KthOptions.Actions.");
    }

    private static Clip OfImages(KthName name, string folder, PictureOptions options)
    {
        var numbered = Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file)[0] != '.')
            .Select(file => (Number: KthName.ParseImage(Path.GetFileName(file)), File: file)).OrderBy(image => image.Number).ToArray();
        if (numbered.Length == 0)
            throw new InvalidDataException($"A clip of KTH has at least one image_NNNN.jpg; '{folder}' has none. Remove the folder, or " +
                "unpack its images.");

        if (numbered.Zip(numbered.Skip(1)).FirstOrDefault(pair => pair.First.Number == pair.Second.Number) is { First.File: { } one } twice)
            throw new InvalidDataException($"An image of KTH is there once; '{one}' and '{twice.Second.File}' have one number. Remove " +
                "one.");
        return new(name, new ImageSequence(folder, numbered.Length, i => numbered[i].File, options),
            [.. Places.Stretches(numbered.Length, i => numbered[i].Number == numbered[i - 1].Number + 1)]);
    }

    /// <summary>One clip, and the stretches of it whose frames follow each other without a gap; null where all of them do.</summary>
    private sealed record Clip(KthName Name, IFrameSeries Series, IReadOnlyList<(int First, int Length)>? Stretches)
    {
        /// <summary>Where samples begin: every so many frames, counted back from the last that fits into a stretch.</summary>
        public IEnumerable<long> Starts(long frames, long stride) => (Stretches ?? [(0, (int)Series.Length)]).SelectMany(stretch =>
        {
            var last = stretch.Length - frames;
            return last < 0 ? [] : Enumerable.Range(0, (int)(last / stride) + 1)
                .Select(i => stretch.First + (last % stride) + (i * stride));
        });
    }
}

/// <summary>What the name of a clip of KTH says: <c>person07_running_d2_uncomp</c>, a folder of images or, with <c>.avi</c>, a
/// video.</summary>
internal sealed partial record KthName(int Person, string Action, int Scenario)
{
    public static readonly string[] Actions = ["boxing", "handclapping", "handwaving", "jogging", "running", "walking"];

    public const string Rule = "Clips of KTH are called personXX_action_dY_uncomp (01 to 25; boxing, handclapping, handwaving, jogging, " +
        "running or walking; 1 to 4), with .avi if they are videos";

    /// <exception cref="InvalidDataException">It is no such name.</exception>
    public static KthName Parse(string name) =>
        ClipName().Match(name) is { Success: true } match && NaturalOrder.Number(match.Groups["person"]) is >= 1 and <= 25 and var person
            ? new(person, match.Groups["action"].Value, NaturalOrder.Number(match.Groups["scenario"]))
            : throw new InvalidDataException($"{Rule}; '{name}' is not. Rename or remove it.");

    /// <summary>The number of <c>image_0042.jpg</c>.</summary>
    /// <exception cref="InvalidDataException">It is no such name.</exception>
    public static int ParseImage(string name) => ImageName().Match(name) is { Success: true } match
        ? NaturalOrder.Number(match.Groups["number"])
        : throw new InvalidDataException($"Images of KTH are called image_NNNN.jpg, with at least four and at most nine digits; '{name}' " +
            "is not. Rename or remove it.");

    [GeneratedRegex(@"^person(?<person>[0-9]{2})_(?<action>boxing|handclapping|handwaving|jogging|running|walking)_d(?<scenario>[1-4])" +
        @"_uncomp(\.avi)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ClipName();

    [GeneratedRegex(@"^image_(?<number>[0-9]{4,9})\.jpe?g\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ImageName();
}
