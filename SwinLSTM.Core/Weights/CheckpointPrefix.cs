namespace SwinLSTM;

/// <summary>The prefixes that wrappers put before every name of a state dict.</summary>
internal static class CheckpointPrefix
{
    // Of data-parallel wrappers, of trainers that hold the network as `model`, of compiled modules.
    private static readonly string[] Known = ["module.", "model.", "_orig_mod."];

    /// <summary>The names, in the same order, without the known prefixes that all of them share, however many and in any order.</summary>
    public static IReadOnlyList<string> Strip(IReadOnlyCollection<string> names)
    {
        var start = 0;
        while (names.Count > 0 && Array.Find(Known, prefix => names.All(name => Continues(name, start, prefix))) is { } next)
            start += next.Length;
        return [.. names.Select(name => name[start..])];
    }

    // Something must be left of the name.
    private static bool Continues(string name, int start, string prefix) =>
        name.Length > start + prefix.Length && name.AsSpan(start).StartsWith(prefix, StringComparison.Ordinal);
}
