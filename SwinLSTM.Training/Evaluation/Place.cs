namespace SwinLSTM.Training;

/// <summary>Where a sequence stands among all that were evaluated.</summary>
public enum Place
{
    /// <summary>Among those with the smallest error.</summary>
    Best,

    /// <summary>In the middle: half of the sequences went better.</summary>
    Median,

    /// <summary>Among those with the largest error.</summary>
    Worst,
}
