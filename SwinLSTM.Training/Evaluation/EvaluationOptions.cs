using SwinLSTM.Data;

namespace SwinLSTM.Training;

/// <summary>The numbers of an evaluation.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Sequences forecast at once. Default 16. It changes speed and memory, not results.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Threads that forecast, a batch each; they change speed and memory, not results. Null: one for each core. Default
    /// null.</summary>
    public int? Threads { get; init; }

    /// <summary>Evaluate the first so many sequences only; null takes all. Default null.</summary>
    public long? Sequences { get; init; }

    /// <summary>How many of the best, of the median and of the worst sequences are kept to be shown. Default 1 of each.</summary>
    public int Shown { get; init; } = 1;

    /// <summary>What values become in pictures, a style for each channel that is forecast. Default null: 0 black to 1 white, three channels
    /// being red, green and blue.</summary>
    public IReadOnlyList<PictureStyle>? Styles { get; init; }

    internal void Check()
    {
        var odd = Styles?.FirstOrDefault(style => !(float.IsFinite(style.Low) && float.IsFinite(style.High) && style.Low < style.High));
        (bool Broken, string Rule)[] rules =
        [
            (BatchSize < 1, $"BatchSize is {BatchSize}; at least one sequence is forecast at once."),
            (Threads < 1, $"Threads is {Threads}; it is at least 1, or null."),
            (Sequences < 1, $"Sequences is {Sequences}; at least one is evaluated. Leave it out to take all."),
            (Shown < 0, $"Shown is {Shown}; it is 0 (no pictures) or more."),
            (odd is not null, $"A style has Low {odd?.Low} and High {odd?.High}; both are finite, and High is above Low."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("EvaluationOptions are invalid:" + string.Concat(broken));
    }
}
