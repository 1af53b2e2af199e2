namespace SwinLSTM.Data;

/// <summary>What a rotated frame has where it shows what lay outside the old one.</summary>
public enum RotationBorder
{
    /// <summary>Zeros; where frames are masked, missing values.</summary>
    Zero,

    /// <summary>The nearest value of the old frame's border.</summary>
    Edge,
}
