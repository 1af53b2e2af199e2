namespace SwinLSTM;

/// <summary>The numbers of a cell that seldom change.</summary>
public sealed record CellOptions
{
    /// <summary>Hidden width of a block's perceptron, as a multiple of its channels. Default 4.</summary>
    public double FeedForwardRatio { get; init; } = 4;

    /// <summary>Rate of dropout after projections and perceptron layers. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Rate of dropout of attention weights. Default 0.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Rates of stochastic depth, one a block; null (default) drops nothing.</summary>
    public IReadOnlyList<double>? StochasticDepth { get; init; }

    /// <summary>Hidden width of a perceptron for tokens of <paramref name="channels"/> channels.</summary>
    internal int HiddenChannels(int channels) => Math.Max(1, (int)(channels * FeedForwardRatio));
}
