using SwinLSTM.Metrics;

namespace SwinLSTM.Training;

/// <summary>What a way to forecast came to over all sequences.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metrics">The filled metrics; those of all forecasters are the same ones, in the same order.</param>
public sealed record ForecasterScores(string Name, MetricSet Metrics);
