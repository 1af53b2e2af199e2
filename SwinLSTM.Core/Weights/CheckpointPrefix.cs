namespace SwinLSTM;

/// <summary>The prefixes that wrappers put before every name of a state dict.</summary>
public static class CheckpointPrefix
{
    // Of data-parallel wrappers, of trainers that hold the network as `model`, of compiled modules.
    private static readonly string[] Known = ["module.", "model.", "_orig_mod."];

    /// <summary>The chain of known prefixes (<c>module.</c>, <c>model.</c>, <c>_orig_mod.</c>, in any order, each once) that all names
    /// share; empty where there is none.</summary>
    public static string Find(IReadOnlyCollection<string> names)
    {
        string chain = "";
        var left = new List<string>(Known);
        while (names.Count > 0 && left.Find(known => names.All(name => StartsWith(name, chain + known))) is { } next)
        {
            chain += next;
            left.Remove(next);
        }

        return chain;
    }

    /// <summary>The names without the chain that <see cref="Find"/> finds, in the same order.</summary>
    public static IReadOnlyList<string> Strip(IReadOnlyCollection<string> names)
    {
        int length = Find(names).Length;
        return [.. names.Select(name => name[length..])];
    }

    // Something must be left of the name.
    private static bool StartsWith(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal);
}
