namespace SwinLSTM;

/// <summary>The numbers of a cell that seldom change.</summary>
public sealed record CellOptions
{
    /// <summary>The hidden width of a block's perceptron, as a multiple of its channels. Default 4.</summary>
    public double FeedForwardRatio { get; init; } = 4;

    /// <summary>The rate of dropout after projections and perceptron layers. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>The rate of dropout of attention weights. Default 0.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>The rates of stochastic depth, one for each block; null (default) drops nothing.</summary>
    public IReadOnlyList<double>? StochasticDepth { get; init; }

    /// <summary>Returns the hidden width of a perceptron for tokens of <paramref name="channels"/> channels.</summary>
    internal int HiddenChannels(int channels) => Math.Max(1, (int)(channels * FeedForwardRatio));

    /// <summary>Lists the broken rules; how many rates of stochastic depth there are is the cell's to check.</summary>
    internal IEnumerable<string> Broken()
    {
        if (!(FeedForwardRatio > 0 && FeedForwardRatio <= 64))
            yield return $"FeedForwardRatio is {FeedForwardRatio}; it must be above 0 and at most 64 (4 as published).";
        var depths = (StochasticDepth ?? []).Select(rate => ("StochasticDepth", rate));
        foreach (var (name, rate) in depths.Prepend(("AttentionDropout", AttentionDropout)).Prepend(("Dropout", Dropout)))
            if (!(rate >= 0 && rate < 1)) yield return $"{name} is {rate}; a rate must be at least 0 and below 1.";
    }
}
