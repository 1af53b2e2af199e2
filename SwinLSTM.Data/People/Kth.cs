namespace SwinLSTM.Data;

/// <summary>
/// KTH (Schuldt, Laptev and Caputo, 2004): 25 persons, six actions, four scenarios, 25 grey frames a second. Read as it is published for
/// forecasting, <c>kth/action/personXX_action_dY_uncomp/image_NNNN.jpg</c>, or from the original videos, <c>personXX_action_dY_uncomp.avi</c>, in the folder
/// itself or in those of the actions. To train, prepare it once: images are decoded as they are read.
/// </summary>
public sealed class Kth : IDisposable
{
    private readonly KthOptions options;

    private Kth(IReadOnlyList<KthClip> clips, KthOptions options)
    {
        (Clips, this.options) = (clips, options);
        Splits = new(Take(options.TrainingPersons), Take(options.ValidationPersons), Take(options.TestPersons));
    }

    /// <summary>Training, validation and test: persons of their own.</summary>
    public DatasetSplits Splits { get; }

    internal IReadOnlyList<KthClip> Clips { get; }

    /// <summary>Opens the data set. Images are not looked at before they are read; each video is decoded once, to count its frames.</summary>
    /// <param name="folder">The folder <c>kth</c>.</param>
    /// <param name="options">How it is cut and split.</param>
    /// <returns>The data set; dispose it, and its decoders end.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ArgumentException">Options that break a rule, or persons without a sample.</exception>
    /// <exception cref="InvalidDataException">A file or folder has a name that KTH has not, a clip is there twice or damaged, or an action has none.</exception>
    /// <exception cref="IOException">A file cannot be read, or a video is there but no ffmpeg; the message says what to install.</exception>
    public static Kth Open(string folder, KthOptions? options = null)
    {
        options = (options ?? new()).Checked();
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'. Check the path.");

        var clips = new List<KthClip>();
        try
        {
            var wanted = options.TrainingPersons.Concat(options.ValidationPersons).Concat(options.TestPersons).ToHashSet();
            foreach (var path in Paths(folder, options).OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal))
            {
                var name = KthName.Parse(Path.GetFileName(path));
                if (clips.Count > 0 && clips[^1].Name == name)
                    throw new InvalidDataException($"A clip of KTH is there once, as images or as a video; '{clips[^1].Series.Name}' and '{path}' are one. Remove one.");
                if (wanted.Contains(name.Person) && options.Actions.Contains(name.Action))
                    clips.Add(Directory.Exists(path) ? KthClip.OfImages(path, options) : KthClip.OfVideo(path, options));
            }
            if (options.Actions.FirstOrDefault(action => !clips.Any(clip => clip.Name.Action == action), (KthAction)(-1)) is >= 0 and var missing)
                throw new InvalidDataException($"'{folder}' has no clip of {KthName.FolderOf(missing)}. {KthName.Rule}. Unpack it, or leave the action out of KthOptions.Actions.");
            return new(clips, options);
        }
        catch
        {
            foreach (var clip in clips)
                clip.Dispose();
            throw;
        }
    }

    /// <summary>The samples of some persons: <c>Take([.. Enumerable.Range(1, 16)])</c> is the published training set.</summary>
    /// <param name="persons">Some of those that the options name.</param>
    /// <returns>The samples, by action, person, scenario and time.</returns>
    /// <exception cref="ArgumentException">The persons have no sample.</exception>
    public ISequenceDataset Take(IReadOnlyList<int> persons)
    {
        var chosen = Clips.Where(clip => persons.Contains(clip.Name.Person)).OrderBy(clip => clip.Name.Action).ThenBy(clip => clip.Name.Person).ThenBy(clip => clip.Name.Scenario).ToArray();
        var frames = options.InputFrames + options.TargetFrames;
        var starts = chosen.SelectMany((clip, i) => clip.Starts(frames, options.StrideOf(clip.Name.Action)).Select(first => new WindowStart(i, first))).ToArray();
        return starts.Length > 0
            ? new FrameWindows([.. chosen.Select(clip => clip.Series)], starts, options.Windows)
            : throw new ArgumentException($"The persons {string.Join(", ", persons)} have no {options.InputFrames} + {options.TargetFrames} frames without a gap, in {chosen.Length} clips. " +
                "Choose others, or shorter samples.", nameof(persons));
    }

    /// <summary>Ends the decoders that run.</summary>
    public void Dispose()
    {
        foreach (var clip in Clips)
            clip.Dispose();
    }

    /// <summary>Folders of images and videos, below the actions and at the top; other files of the top, such as lists, do not matter.</summary>
    private static IEnumerable<string> Paths(string folder, KthOptions options) =>
        Directory.EnumerateFiles(folder, "*.avi")
            .Concat(options.Actions.Select(action => Path.Combine(folder, KthName.FolderOf(action))).Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries))
            .Where(path => Path.GetFileName(path)[0] != '.');
}
