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

    /// <summary>The value that pictures show as black. Default 0.</summary>
    public double Black { get; init; }

    /// <summary>The value that pictures show as white. Default 1.</summary>
    public double White { get; init; } = 1;

    internal void Check()
    {
        (bool Broken, string Rule)[] rules =
        [
            (BatchSize < 1, $"BatchSize is {BatchSize}; at least one sequence is forecast at once."),
            (Threads < 1, $"Threads is {Threads}; it is at least 1, or null."),
            (Sequences < 1, $"Sequences is {Sequences}; at least one is evaluated. Leave it out to take all."),
            (Shown < 0, $"Shown is {Shown}; it is 0 (no pictures) or more."),
            (!double.IsFinite(Black) || !double.IsFinite(White) || Black >= White, $"Black is {Black} and White is {White}; both are finite, and white is more than black."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("EvaluationOptions are invalid:" + string.Concat(broken));
    }
}
