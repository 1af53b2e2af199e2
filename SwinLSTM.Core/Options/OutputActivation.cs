namespace SwinLSTM;

/// <summary>The function that a network's frames end with; it fixes their range.</summary>
public enum OutputActivation
{
    /// <summary>Values in 0..1, as published: for data scaled to the unit range.</summary>
    Sigmoid,

    /// <summary>Any value: for standardised or unbounded data.</summary>
    None,

    /// <summary>Values in -1..1.</summary>
    Tanh,
}
