namespace SwinLSTM.Data;

/// <summary>How samples are cut out of series of frames.</summary>
public sealed record WindowOptions
{
    /// <summary>Frames that the network sees. Default 10.</summary>
    public int InputFrames { get; init; } = 10;

    /// <summary>Frames that are to be forecast; 0 where there is nothing to compare a forecast with. Default 10.</summary>
    public int TargetFrames { get; init; } = 10;

    /// <summary>How many channels are to be forecast, the first ones of a frame; null for all of them. Default null.</summary>
    public int? TargetChannels { get; init; }

    /// <summary>Frames from the beginning of one sample to that of the next. Default 1: every window there is.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Frames from one frame of a sample to the next. Default 1; 5 takes every fifth frame.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Frames of the series that one sample reaches over.</summary>
    internal long Span => ((long)InputFrames + TargetFrames - 1) * Step + 1;

    /// <summary>The windows in words, for messages.</summary>
    internal string Words => $"{InputFrames} + {TargetFrames} frames, {Step} apart, need {Span} frames";

    internal SequenceShape Shape(FrameShape frame)
    {
        SequenceRules.CheckAll(nameof(WindowOptions),
        [
            (InputFrames < 1, $"InputFrames is {InputFrames}; at least one is needed."),
            (TargetFrames < 0, $"TargetFrames is {TargetFrames}; it is 0 (forecasting only) or more."),
            (TargetChannels < 1 || TargetChannels > frame.Channels, $"TargetChannels is {TargetChannels}; frames have {frame.Channels} " +
                "channels, of which at least one is forecast."),
            (Stride < 1, $"Stride is {Stride}; the next sample begins at least one frame later."),
            (Step < 1, $"Step is {Step}; the next frame is at least one further."),
        ]);
        return new(InputFrames, TargetFrames, frame, TargetChannels);
    }
}
