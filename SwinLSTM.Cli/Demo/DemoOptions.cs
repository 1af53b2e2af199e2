namespace SwinLSTM.Cli;

/// <summary>What the demo was asked to do.</summary>
internal sealed record DemoOptions(
    bool Train, double Minutes, int? Steps, string? Save, string? Weights, string? Digits, int Seed, int Sequences, string Output,
    string Device);
