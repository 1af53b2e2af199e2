namespace SwinLSTM.Data;

/// <summary>
/// How pixels of another size are made. Pixel <c>x</c> of the result lies at <c>(x + 1/2) * from / to - 1/2</c> of the source, whose border is
/// repeated outwards; the taps are not widened when a picture shrinks. Both are so in OpenCV's <c>resize</c>, which the published data sets
/// went through.
/// </summary>
public enum ResizeFilter
{
    /// <summary>Two by two pixels, weighted by nearness (OpenCV's INTER_LINEAR).</summary>
    Bilinear,

    /// <summary>Four by four pixels: cubic convolution (Keys, 1981) with a = -0.75 (OpenCV's INTER_CUBIC).</summary>
    Bicubic,
}
