namespace SwinLSTM.Data;

/// <summary>How Human3.6M is cut and split. The defaults are the published 4 -> 4 of every fifth frame, with one subject of the training list kept for validation.</summary>
public sealed record Human36MOptions
{
    /// <summary>Frames that the network sees. Default 4.</summary>
    public int InputFrames { get; init; } = 4;

    /// <summary>Frames that are to be forecast. Default 4.</summary>
    public int TargetFrames { get; init; } = 4;

    /// <summary>From one frame of a sample to the next. Default 5: every fifth.</summary>
    public int Step { get; init; } = 5;

    /// <summary>Subjects of <c>train.txt</c> that choices are made on rather than learned from. Default S8.</summary>
    public IReadOnlyList<string> ValidationSubjects { get; init; } = ["S8"];

    /// <summary>How pictures are decoded. Default: colour, 256 x 256, bicubic, as published.</summary>
    public PixelOptions Pixels { get; init; } = new() { Height = 256, Width = 256, Filter = ResizeFilter.Bicubic };

    /// <summary>Which ffmpeg decodes them.</summary>
    public FFmpegOptions FFmpeg { get; init; } = new();

    internal WindowOptions Windows => new() { InputFrames = InputFrames, TargetFrames = TargetFrames, Step = Step };

    internal Human36MOptions Checked()
    {
        Pixels.Checked();
        FFmpeg.Checked();
        Windows.Shape(new(1, 1, 1));
        return ValidationSubjects.Count > 0
            ? this
            : throw new ArgumentException("Human36MOptions.ValidationSubjects are none; name at least one subject of train.txt, such as S8.");
    }
}
