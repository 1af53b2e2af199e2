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

internal static class OutputActivations
{
    public static Tensor Apply(this OutputActivation activation, Tensor pixels) => activation switch
    {
        OutputActivation.Sigmoid => pixels.sigmoid(),
        OutputActivation.Tanh => pixels.tanh(),
        _ => pixels,
    };
}
