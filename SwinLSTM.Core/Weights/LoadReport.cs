using System.Text;

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
    /// <summary>Whether the file and the network fit: nothing is missing, unexpected or of a wrong shape.</summary>
    public bool Fits => Missing.Count + Unexpected.Count + WrongShape.Count == 0;

    /// <summary>One line of counts, then a line for each name that does not fit.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Loaded.Count} loaded, {KnownUnused.Count} known and unused, {Missing.Count} missing, {Unexpected.Count} unexpected, {WrongShape.Count} of a wrong shape");
        foreach (var (what, names) in new[] { ("missing", Missing), ("unexpected", Unexpected), ("wrong shape", WrongShape) })
            foreach (var name in names)
                text.Append($"\n  {what}: {name}");
        return text.ToString();
    }
}
