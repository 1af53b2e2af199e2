namespace SwinLSTM;

/// <summary>What became of each name when weights were loaded.</summary>
/// <param name="Loaded">Names in the file whose values a weight of the network took.</param>
/// <param name="KnownUnused">Names in the file that are known and have no use here: masks, index tables, weights that never run.</param>
/// <param name="Missing">Names that the network needs and the file lacks.</param>
/// <param name="Unexpected">Names in the file that nobody knows.</param>
/// <param name="WrongShape">Names whose shape in the file is not the network's, with both shapes.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> KnownUnused, IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected, IReadOnlyList<string> WrongShape)
{
    private const int MostLines = 6;

    /// <summary>Whether the file and the network fit: nothing is missing, unexpected or of a wrong shape.</summary>
    public bool Fits => Missing.Count + Unexpected.Count + WrongShape.Count == 0;

    /// <summary>What the file does not say and was therefore assumed; empty where the options were given.</summary>
    public string Assumed { get; init; } = "";

    /// <summary>Returns one line of counts, then the first few names that do not fit, then what was assumed.</summary>
    public override string ToString()
    {
        string[] misfits =
        [
            .. WrongShape.Select(n => $"wrong shape: {n}"),
            .. Missing.Select(n => $"missing: {n}"),
            .. Unexpected.Select(n => $"unexpected: {BadFile.Quote(n)}"),
        ];
        return string.Join("\n  ",
        [
            $"{Loaded.Count} loaded, {KnownUnused.Count} known and unused, {Missing.Count} missing, {Unexpected.Count} unexpected, "
                + $"{WrongShape.Count} of a wrong shape",
            .. misfits.Take(MostLines),
            .. misfits.Length > MostLines ? [$"and {misfits.Length - MostLines} more"] : Array.Empty<string>(),
            .. Assumed != "" ? [$"assumed: {Assumed}"] : Array.Empty<string>(),
        ]);
    }
}
