namespace SwinLSTM.Data;

/// <summary>How SEVIR is read; the defaults are those of Earthformer (Gao et al., 2022): 13 frames of 5 minutes in, 12 out.</summary>
public sealed record SevirOptions
{
    /// <summary>SEVIR-LR as PreDiff uses it (Gao et al., 2023), made from the full files: 3 x 3 pixels become their mean, every second
    /// frame is taken (10 minutes), 7 frames in and 6 out. The published SEVIR-LR files took the largest pixel:
    /// <see cref="SevirPooling.Max"/>.</summary>
    public static SevirOptions LowResolution { get; } = new()
    {
        Pool = 3,
        Windows = new() { InputFrames = 7, TargetFrames = 6, Stride = 12, Step = 2 }
    };

    /// <summary>The same samples from the published SEVIR-LR files, which hold 25 frames of 128 x 128.</summary>
    public static SevirOptions LowResolutionFiles { get; } = new() { Windows = new() { InputFrames = 7, TargetFrames = 6, Stride = 6 } };

    /// <summary>What the frames show: vil (radar: vertically integrated liquid), vis, ir069 or ir107 (satellite). Default vil.</summary>
    public string ImageType { get; init; } = "vil";

    /// <summary>How samples are cut out of the 49 frames of an event. Default 13 + 12 frames, the next one 12 later: 3 samples per
    /// event.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 13, TargetFrames = 12, Stride = 12 };

    /// <summary>So many by so many pixels become one. Default 1: as they are.</summary>
    public int Pool { get; init; } = 1;

    /// <summary>What becomes of the pixels that become one. Default their mean.</summary>
    public SevirPooling Pooling { get; init; } = SevirPooling.Mean;

    /// <summary>A stored number that stands for a missing value: 255 in vil. Default none, as published: events with missing values are
    /// left out anyway (their pct_missing is not 0).</summary>
    public double? MissingValue { get; init; }

    /// <summary>Events up to this time (UTC) are for training. Default the beginning of 2019.</summary>
    public DateTime TrainUntil { get; init; } = new(2019, 1, 1);

    /// <summary>Later events up to this time (UTC) are for validation, and those after it for test. Default the beginning of June
    /// 2019.</summary>
    public DateTime ValidationUntil { get; init; } = new(2019, 6, 1);

    /// <summary>Whether events of files that are not there are left out. Default false: they are named and refused.</summary>
    public bool IgnoreMissingFiles { get; init; }

    internal void Check() => SequenceRules.CheckAll(nameof(SevirOptions),
    [
        (ImageType == "lght", "ImageType is lght: flashes of lightning come as a list of points, not as frames. Use vis, ir069, ir107 or " +
            "vil."),
        (ImageType is not ("vil" or "vis" or "ir069" or "ir107" or "lght"), $"ImageType is {ImageType}; SEVIR has vil, vis, ir069 and " +
            "ir107."),
        (Pool < 1, $"Pool is {Pool}; 1 leaves the pixels as they are."),
        (TrainUntil >= ValidationUntil, $"TrainUntil is {TrainUntil:u} and ValidationUntil {ValidationUntil:u}; validation comes after " +
            "training."),
    ]);
}

/// <summary>How several pixels become one.</summary>
public enum SevirPooling
{
    /// <summary>Their mean.</summary>
    Mean,
    /// <summary>The largest of them.</summary>
    Max,
}
