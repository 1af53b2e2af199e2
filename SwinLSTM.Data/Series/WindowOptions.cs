namespace SwinLSTM.Data;

/// <summary>How samples are cut out of series of frames.</summary>
public sealed record WindowOptions
{
    /// <summary>Frames that the network sees. Default 10.</summary>
    public int InputFrames { get; init; } = 10;

    /// <summary>Frames that are to be forecast; 0 where there is nothing to compare a forecast with. Default 10.</summary>
    public int TargetFrames { get; init; } = 10;

    /// <summary>Frames from the beginning of one sample to that of the next. Default 1: every window there is.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Frames from one frame of a sample to the next. Default 1; 5 takes every fifth frame.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Frames of the series that one sample reaches over.</summary>
    internal long Span => ((long)InputFrames + TargetFrames - 1) * Step + 1;

    internal SequenceShape Shape(FrameFormat frame)
    {
        (bool Broken, string Rule)[] rules =
        [
            (InputFrames < 1, $"InputFrames is {InputFrames}; at least one is needed."),
            (TargetFrames < 0, $"TargetFrames is {TargetFrames}; it is 0 (forecasting only) or more."),
            (Stride < 1, $"Stride is {Stride}; the next sample begins at least one frame later."),
            (Step < 1, $"Step is {Step}; the next frame is at least one further."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        if (broken.Count > 0)
            throw new ArgumentException("WindowOptions are invalid:" + string.Concat(broken));
        return new(InputFrames, TargetFrames, frame);
    }
}
