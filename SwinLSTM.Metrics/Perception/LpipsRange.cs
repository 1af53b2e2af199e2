namespace SwinLSTM.Metrics;

/// <summary>Which values of frames are black and white; the network's own are -1 and 1.</summary>
public enum LpipsRange
{
    /// <summary>Black is 0 and white is 1: <c>2 x - 1</c> is measured. The reference code calls it normalize=True, and it is not its default.</summary>
    ZeroToOne,

    /// <summary>Black is -1 and white is 1.</summary>
    MinusOneToOne,
}
