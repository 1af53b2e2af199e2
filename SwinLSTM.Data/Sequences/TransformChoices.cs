namespace SwinLSTM.Data;

/// <summary>How frames of another size are made.</summary>
public enum ResizeMethod
{
    /// <summary>Each new value is the mean of the area that it covers. For smaller frames: nothing is skipped, and means over the whole
    /// frame stay what they are.</summary>
    AreaAverage,

    /// <summary>Each new value lies between the four old ones around it: value <c>x</c> at <c>(x + 1/2) * from / to - 1/2</c>, borders
    /// repeated, as OpenCV's INTER_LINEAR. For larger frames; where frames shrink to less than half it skips values.</summary>
    Bilinear,

    /// <summary>Four by four values: cubic convolution (Keys, 1981) with a = -0.75, as OpenCV's INTER_CUBIC. It can go slightly beyond the
    /// range of the old values.</summary>
    Bicubic,
}

/// <summary>What a flip exchanges.</summary>
[Flags]
public enum FlipAxis
{
    /// <summary>Left and right.</summary>
    Horizontal = 1,

    /// <summary>Top and bottom.</summary>
    Vertical = 2,

    /// <summary>Both; a random flip draws for each of the two.</summary>
    Both = Horizontal | Vertical,
}

/// <summary>What a rotated frame has where it shows what lay outside the old one.</summary>
public enum RotationBorder
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The nearest value of the old frame's border.</summary>
    Edge,

    /// <summary>Missing values, NaN.</summary>
    Missing,
}
