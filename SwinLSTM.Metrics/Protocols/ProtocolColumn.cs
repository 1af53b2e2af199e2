namespace SwinLSTM.Metrics;

/// <summary>One number of a table of results.</summary>
/// <param name="Title">What published tables call it: "MSE".</param>
/// <param name="Metric">Makes the metric with every choice of the protocol, its preparation of frames included; anew for each evaluation.</param>
/// <param name="Format">How many digits are printed, as a .NET format: "0.0000".</param>
public sealed record ProtocolColumn(string Title, Func<FrameMetric> Metric, string Format = "0.0000");
