namespace SwinLSTM.Data;

/// <summary>How KTH is cut and split. The defaults are the published 10 -> 20, with two persons of the training set kept for validation.</summary>
public sealed record KthOptions
{
    /// <summary>Frames that the network sees. Default 10.</summary>
    public int InputFrames { get; init; } = 10;

    /// <summary>Frames that are to be forecast. Default 20; the other published task has 40.</summary>
    public int TargetFrames { get; init; } = 20;

    /// <summary>
    /// Frames from the beginning of one sample to that of the next. Default: as published, counted back from the end of each stretch of frames,
    /// 3 for jogging and running, and a whole sample (so that none overlap) for the other actions.
    /// </summary>
    public int? Stride { get; init; }

    /// <summary>Which actions. Default: all six.</summary>
    public IReadOnlyList<KthAction> Actions { get; init; } = Enum.GetValues<KthAction>();

    /// <summary>Persons, 1 to 25, that are learned from. Default 1 to 14; published: 1 to 16, with nobody for validation.</summary>
    public IReadOnlyList<int> TrainingPersons { get; init; } = [.. Enumerable.Range(1, 14)];

    /// <summary>Persons that choices are made on. Default 15 and 16, of the published training set.</summary>
    public IReadOnlyList<int> ValidationPersons { get; init; } = [15, 16];

    /// <summary>Persons that the final figures are measured on. Default 17 to 25, as published.</summary>
    public IReadOnlyList<int> TestPersons { get; init; } = [.. Enumerable.Range(17, 9)];

    /// <summary>How pictures are decoded. Default: grey, 128 x 128, bilinear, as published; the originals are 160 x 120.</summary>
    public PixelOptions Pixels { get; init; } = new() { Color = PixelColor.Grey, Height = 128, Width = 128 };

    /// <summary>Whether videos that ffmpeg decodes with errors are taken as it mends them. Default false: they are refused. Images always are.</summary>
    public bool KeepDamaged { get; init; }

    /// <summary>Which ffmpeg decodes them.</summary>
    public FFmpegOptions FFmpeg { get; init; } = new();

    internal WindowOptions Windows => new() { InputFrames = InputFrames, TargetFrames = TargetFrames };

    internal int StrideOf(KthAction action) => Stride ?? (action is KthAction.Jogging or KthAction.Running ? 3 : InputFrames + TargetFrames);

    internal KthOptions Checked()
    {
        Pixels.Checked();
        FFmpeg.Checked();
        var persons = TrainingPersons.Concat(ValidationPersons).Concat(TestPersons).ToList();
        (bool Broken, string Rule)[] rules =
        [
            (InputFrames < 1, $"InputFrames is {InputFrames}; at least one is needed."),
            (TargetFrames < 0, $"TargetFrames is {TargetFrames}; it is 0 (forecasting only) or more."),
            (Stride < 1, $"Stride is {Stride}; the next sample begins at least one frame later."),
            (Actions.Count == 0 || Actions.Distinct().Count() < Actions.Count || !Actions.All(Enum.IsDefined), $"Actions are {string.Join(", ", Actions)}; they are some of KTH's six, each once."),
            (persons.Any(person => person is < 1 or > 25), $"The persons of KTH are 1 to 25; {string.Join(", ", persons.Where(person => person is < 1 or > 25))} is not among them."),
            (persons.Distinct().Count() < persons.Count, "A person is in one of TrainingPersons, ValidationPersons and TestPersons, once; " +
                $"{string.Join(", ", persons.GroupBy(person => person).Where(same => same.Count() > 1).Select(same => same.Key))} is there more often."),
            (TrainingPersons.Count == 0 || ValidationPersons.Count == 0 || TestPersons.Count == 0, "TrainingPersons, ValidationPersons and TestPersons each need at least one."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        return broken.Count == 0 ? this : throw new ArgumentException("KthOptions are invalid:" + string.Concat(broken));
    }
}
