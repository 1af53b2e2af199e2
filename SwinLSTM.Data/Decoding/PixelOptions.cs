namespace SwinLSTM.Data;

/// <summary>What becomes of the pictures of an image or a video: first the crop, then the resize.</summary>
public sealed record PixelOptions
{
    /// <summary>Colour or grey. Default: colour.</summary>
    public PixelColor Color { get; init; }

    /// <summary>The rectangle that is kept. Default: the whole picture.</summary>
    public PixelCrop? Crop { get; init; }

    /// <summary>Rows of a frame; together with <see cref="Width"/>. Default: those of the picture.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of a frame; together with <see cref="Height"/>. Default: those of the picture.</summary>
    public int? Width { get; init; }

    /// <summary>How pictures are resized, where they are. Default: bilinear.</summary>
    public ResizeFilter Filter { get; init; }

    internal int Channels => Color == PixelColor.Grey ? 1 : 3;

    internal bool Resizes => Height is not null;

    internal PixelOptions Checked()
    {
        (bool Broken, string Rule)[] rules =
        [
            (!Enum.IsDefined(Color), $"Color is {Color}; it is Rgb or Grey."),
            (!Enum.IsDefined(Filter), $"Filter is {Filter}; it is Bilinear or Bicubic."),
            (Height is null != Width is null, $"Height is {Height?.ToString() ?? "left out"} and Width is {Width?.ToString() ?? "left out"}; give both or neither."),
            (Height < 1, $"Height is {Height}; a frame has at least one row."),
            (Width < 1, $"Width is {Width}; a frame has at least one column."),
            (Crop is { } c && (c.Top < 0 || c.Left < 0 || c.Height < 1 || c.Width < 1), $"Crop is {Crop}; it begins at 0 or later and has at least one pixel."),
        ];
        var broken = rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}").ToList();
        return broken.Count == 0 ? this : throw new ArgumentException("PixelOptions are invalid:" + string.Concat(broken));
    }

    /// <summary>The frames that pictures of a size become.</summary>
    /// <exception cref="ArgumentException">The crop leaves the picture, or the frames would be too large.</exception>
    internal FrameShape Format(int height, int width) => Crop is { } crop && ((long)crop.Top + crop.Height > height || (long)crop.Left + crop.Width > width)
        ? throw new ArgumentException($"PixelOptions.Crop keeps {crop}, but the pictures have {height} rows and {width} columns. Crop less.")
        : new(Channels, Height ?? Crop?.Height ?? height, Width ?? Crop?.Width ?? width);
}
