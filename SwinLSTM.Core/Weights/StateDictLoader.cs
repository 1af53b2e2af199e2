using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM;

/// <summary>From a file's tensors into a module's weights: compared as a whole first, copied only if everything fits.</summary>
/// <remarks>The host's own load_state_dict broadcasts wrong shapes and names no key, so names and shapes are compared here.</remarks>
internal static class StateDictLoader
{
    /// <summary>Compares, and copies if all fits.</summary>
    /// <param name="module">The module whose weights are filled.</param>
    /// <param name="entries">What the file may hold, and whose values each entry is.</param>
    /// <param name="file">The tensors.</param>
    /// <param name="names">The file's names, in its order, without prefixes of wrappers.</param>
    public static LoadReport Load(Module module, IReadOnlyList<WeightEntry> entries, TensorFile file, IReadOnlyList<string> names)
    {
        var targets = module.state_dict();
        var known = entries.ToDictionary(e => e.Name);
        List<string> loaded = [], unused = [], unexpected = [], wrong = [];
        List<(Tensor Target, Tensor Source)> copies = [];
        for (var i = 0; i < names.Count; i++)
        {
            var source = file[file.Names[i]];
            if (!known.Remove(names[i], out var entry)) unexpected.Add(names[i]);
            else if (entry.Shape is { } shape && !shape.AsSpan().SequenceEqual(source.shape))
                wrong.Add($"{names[i]} is {Require.Text(source.shape)} in the file and {Require.Text(shape)} here");
            else if (entry.Ours is null) unused.Add(names[i]);
            else
            {
                loaded.Add(names[i]);
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
