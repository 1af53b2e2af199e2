namespace SwinLSTM.Data;

/// <summary>How a frame of another size is made.</summary>
public enum ResizeMethod
{
    /// <summary>Each new value is the mean of the area that it covers. For smaller frames: nothing is skipped, and means over the whole frame stay what they are.</summary>
    AreaAverage,

    /// <summary>
    /// Each new value lies between the four old ones around its centre (centres at half values, borders repeated). For larger frames. Where frames
    /// shrink to less than half it skips values.
    /// </summary>
    Bilinear,
}
