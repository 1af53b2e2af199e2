namespace SwinLSTM.Metrics;

/// <summary>A column of a table of results.</summary>
/// <param name="Title">What published tables call it, such as "MSE".</param>
/// <param name="CreateMetric">Makes the metric, with every choice of the protocol; called for each evaluation.</param>
/// <param name="Format">How the number is printed, as a .NET format.</param>
public sealed record ProtocolColumn(string Title, Func<Metric> CreateMetric, string Format = "0.0000");
