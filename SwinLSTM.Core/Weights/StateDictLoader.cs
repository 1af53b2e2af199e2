namespace SwinLSTM;

/// <summary>One entry of a state dict in a file, and what it is to us.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Shape">Its shape; null where that depends on a frame's size that the file does not say.</param>
/// <param name="Ours">The weight of ours that holds its values; null if we have none.</param>
/// <param name="Derive">Makes its values where they follow from sizes (masks and index tables); null for weights.</param>
internal sealed record WeightEntry(string Name, long[]? Shape, string? Ours, Func<Tensor>? Derive = null);

/// <summary>From a file's tensors into a module's weights: compared as a whole first, copied only if everything fits.</summary>
/// <remarks>The host's own load_state_dict broadcasts wrong shapes and names no key, so names and shapes are compared here.</remarks>
internal static class StateDictLoader
{
    /// <summary>Compares a file with what it may hold, and copies if all fits.</summary>
    public static LoadReport Load(Module module, IReadOnlyList<WeightEntry> entries, TensorFile file)
    {
        var targets = module.state_dict();
        var known = entries.ToDictionary(e => e.Name);
        List<string> loaded = [], unused = [], unexpected = [], wrong = [];
        List<(Tensor Target, Tensor Source)> copies = [];
        foreach (var name in file.Names)
        {
            var source = file[name];
            if (!known.Remove(name, out var entry)) unexpected.Add(name);
            else if (entry.Shape is { } shape && !shape.AsSpan().SequenceEqual(source.shape))
                wrong.Add($"{name} is {Require.Text(source.shape)} in the file and {Require.Text(shape)} here");
            else if (entry.Ours is null) unused.Add(name);
            else
            {
                loaded.Add(name);
                copies.Add((targets[entry.Ours], source));
            }
        }

        var missing = known.Values.Where(e => e.Ours is not null).Select(e => e.Name);
        var report = new LoadReport(loaded, unused, [.. missing], unexpected, wrong);
        if (!report.Fits) return report;
        using var constant = no_grad();
        foreach (var (target, source) in copies) target.copy_(source);
        return report;
    }
}
