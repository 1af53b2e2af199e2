namespace SwinLSTM;

/// <summary>What <see cref="TorchProcess.Tune"/> did. Each setting has the name of the environment variable that does the same.</summary>
/// <param name="Set">The settings that were made, with their values.</param>
/// <param name="NotSet">The settings that were left alone, with the reason.</param>
public sealed record ProcessTuning(IReadOnlyDictionary<string, string> Set, IReadOnlyDictionary<string, string> NotSet)
{
    /// <summary>One line per setting.</summary>
    public override string ToString() =>
        string.Join(Environment.NewLine, [.. Set.Select(s => $"{s.Key}={s.Value}"), .. NotSet.Select(s => $"{s.Key} not set: {s.Value}")]);
}
