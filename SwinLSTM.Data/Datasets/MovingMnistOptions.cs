namespace SwinLSTM.Data;

/// <summary>Which digits of an MNIST training file are used for what. The defaults are those of the authors of SwinLSTM.</summary>
public sealed record MovingMnistOptions
{
    /// <summary>How many digits, from the first one, training draws from. Default 10,000, the authors' own; OpenSTL trains with all
    /// 60,000.</summary>
    public int TrainingDigits { get; init; } = 10_000;

    /// <summary>The first digit that validation draws from. Default 10,000.</summary>
    public int ValidationStart { get; init; } = 10_000;

    /// <summary>How many digits validation draws from, and how many sequences it has. Default 3,000.</summary>
    public int ValidationDigits { get; init; } = 3_000;

    /// <summary>Lengths, canvas, motion, seed, and how many training sequences a pass has: the published ones if left out.</summary>
    public MovingDigitsOptions Sequences { get; init; } = new();
}
