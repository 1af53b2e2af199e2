namespace SwinLSTM.Data;

/// <summary>What becomes of the colours of an image or a video.</summary>
public enum PixelColor
{
    /// <summary>Three channels: red, green, blue, 0 to 255. What has no colour gets three equal channels; opacity is dropped.</summary>
    Rgb,

    /// <summary>
    /// One channel, 0 black to 255 white: the stored luma stretched to the full range, or of red, green and blue
    /// <c>0.299 R + 0.587 G + 0.114 B</c> (ITU-R BT.601), rounded.
    /// </summary>
    Grey,
}
