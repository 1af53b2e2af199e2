namespace SwinLSTM.Data;

/// <summary>The channels of a picture.</summary>
public enum PixelColor
{
    /// <summary>Three channels: red, green, blue. What has no colour gets three equal channels; opacity is dropped.</summary>
    Rgb,
    /// <summary>One channel, 0 black to 1 white: of an image <c>0.299 R + 0.587 G + 0.114 B</c> (ITU-R BT.601), rounded as the samples are;
    /// of a video the stored luma stretched to the full range.</summary>
    Grey,
}

/// <summary>A rectangle of a picture.</summary>
/// <param name="Top">Its first row, from 0.</param>
/// <param name="Left">Its first column, from 0.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct PixelCrop(int Top, int Left, int Height, int Width)
{
    /// <summary>The rectangle in words, for messages.</summary>
    public override string ToString() => $"rows {Top} to {Top + (long)Height - 1} and columns {Left} to {Left + (long)Width - 1}";
}

/// <summary>How pictures become frames [C, H, W] of values in [0, 1]: turned as they are shown (EXIF orientation, a video's rotation), then
/// cropped, then resized. Pictures of 8 bits stay pictures of 8 bits: a resized value is rounded to a multiple of 1/255.</summary>
public record PictureOptions
{
    /// <summary>Colour or grey. Default: colour.</summary>
    public PixelColor Color { get; init; }

    /// <summary>The rectangle that is kept, of the picture as it is shown. Default: the whole picture.</summary>
    public PixelCrop? Crop { get; init; }

    /// <summary>Rows of a frame; together with <see cref="Width"/>. Default: those of the picture.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of a frame; together with <see cref="Height"/>. Default: those of the picture.</summary>
    public int? Width { get; init; }

    /// <summary>How pictures are resized, where they are. Default: bilinear.</summary>
    public ResizeMethod Resize { get; init; } = ResizeMethod.Bilinear;

    /// <summary>The largest picture that is decoded, rows times columns. Default 2^26: 8192 x 8192. At most 2^28.</summary>
    public int MaximumPixels { get; init; } = 1 << 26;

    internal int Channels => Color == PixelColor.Grey ? 1 : 3;
    internal bool Resizes => Height is not null;

    /// <exception cref="ArgumentException">Options break a rule; the message lists all of them.</exception>
    internal void Check() => SequenceRules.CheckAll(GetType().Name, Rules());

    /// <summary>The frames that pictures of a size become.</summary>
    /// <exception cref="ArgumentException">The crop leaves the picture, or the frames would be too large.</exception>
    internal FrameShape Shape(int height, int width) =>
        Crop is { } crop && ((long)crop.Top + crop.Height > height || (long)crop.Left + crop.Width > width)
            ? throw new ArgumentException($"Crop keeps {crop}, but the picture has {height} rows and {width} columns. Crop less.")
            : new(Channels, Height ?? Crop?.Height ?? height, Width ?? Crop?.Width ?? width);

    private protected virtual (bool Broken, string Rule)[] Rules() =>
    [
        (!Enum.IsDefined(Color), $"Color is {Color}; it is Rgb or Grey."),
        (!Enum.IsDefined(Resize), $"Resize is {Resize}; it is one of {string.Join(", ", Enum.GetNames<ResizeMethod>())}."),
        (Height is null != Width is null, $"Height is {Height?.ToString() ?? "left out"} and Width is {Width?.ToString() ?? "left out"}; " +
            "give both or neither."),
        (Height < 1, $"Height is {Height}; a frame has at least one row."),
        (Width < 1, $"Width is {Width}; a frame has at least one column."),
        (Crop is { } c && (c.Top < 0 || c.Left < 0 || c.Height < 1 || c.Width < 1), $"Crop is {Crop}; it begins at 0 or later and has at " +
            "least one pixel."),
        (MaximumPixels is < 1 or > 1 << 28, $"MaximumPixels is {MaximumPixels}; it is 1 to {1 << 28}."),
    ];
}
