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

    /// <summary>Has a fresh last layer give about these values, one for each channel: its bias gives them, its weights little.</summary>
    /// <param name="activation">What follows the layer.</param>
    /// <param name="mean">The values after it.</param>
    /// <param name="weight">The layer's weight.</param>
    /// <param name="bias">Its bias: a channel's entries, one or more, lie side by side.</param>
    /// <param name="pixels">Entries of a channel.</param>
    public static void BeginAt(this OutputActivation activation, ReadOnlySpan<double> mean, Tensor weight, Tensor bias, int pixels = 1)
    {
        if (mean.Length * pixels != bias.NumberOfElements)
            throw new ArgumentException($"mean has {mean.Length} values; {bias.NumberOfElements / pixels} channels come out. "
                + "Give one for each.", nameof(mean));
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var values = tensor(mean.ToArray()).repeat_interleave(pixels); // [C'·pixels]
        // Small enough that the bias decides at first, large enough that gradients reach the layers before.
        weight.mul_(Number(0.1));
        bias.copy_(activation switch
        {
            OutputActivation.Sigmoid => Logit(values),
            OutputActivation.Tanh => Logit(values.Plus(1) / Number(2)) / Number(2),
            _ => values,
        });

        // Data of one value only would ask for an infinite bias.
        static Tensor Logit(Tensor share) => share.clamp(Number(1e-4), Number(1 - 1e-4)).logit(); // [C'·pixels]
    }
}
