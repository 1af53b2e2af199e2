namespace SwinLSTM.Data;

/// <summary>The numbers of a moving-digits data set. The defaults are the published ones.</summary>
public sealed record MovingDigitsOptions
{
    /// <summary>How many digits move in each sequence.</summary>
    public int Digits { get; init; } = 2;

    /// <summary>Rows of a frame.</summary>
    public int Height { get; init; } = 64;

    /// <summary>Columns of a frame.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Rows and columns of a digit; images of another size are resized. Left out: as large as the images are.</summary>
    public int? DigitSize { get; init; }

    /// <summary>How far a digit moves a frame, as a part of the range it can move over.</summary>
    public double StepLength { get; init; } = 0.1;

    /// <summary>Frames that the network sees.</summary>
    public int InputFrames { get; init; } = 10;

    /// <summary>Frames that are to be forecast.</summary>
    public int TargetFrames { get; init; } = 10;

    /// <summary>How many sequences there are. Any number works: they are made when read.</summary>
    public long Count { get; init; } = 10_000;

    /// <summary>Another seed gives other sequences.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether each pass over the data has sequences of its own, as published training has. Default true; say false for a set that
    /// stays what it is, such as a validation set.</summary>
    public bool NewEachEpoch { get; init; } = true;

    /// <summary>Rows and columns of a black square that hides a part of each input frame, anywhere in it, anew in each; 0 for none.
    /// OpenSTL's "perceptual" noise is 24. As there, the square's corner is uniform over the canvas less the square, the last place
    /// excluded.</summary>
    public int HiddenSquare { get; init; }

    /// <summary>How likely each input frame is to be black all over, 0 to 1. OpenSTL's "missing" noise is 0.2.</summary>
    public double MissingFrames { get; init; }

    /// <summary>Standard deviation of what is added to either part of each digit's direction in each input frame, normally distributed;
    /// directions have length 1. OpenSTL's "dynamic" noise is 0.2. Target frames move on without it.</summary>
    public double DirectionNoise { get; init; }
}
