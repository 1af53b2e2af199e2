namespace SwinLSTM.Data;

/// <summary>How several pixels become one.</summary>
public enum SevirPooling
{
    /// <summary>Their mean; of whole numbers the nearest whole number.</summary>
    Mean,

    /// <summary>The largest of them.</summary>
    Max,
}
