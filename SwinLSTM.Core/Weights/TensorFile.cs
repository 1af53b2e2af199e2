using System.Diagnostics.CodeAnalysis;

namespace SwinLSTM;

/// <summary>The named tensors of a weight file, in the file's order, with its metadata.</summary>
/// <remarks>The tensors are contiguous CPU tensors without gradients. They belong to this object, whatever dispose scope was open when the
/// file was read, and share memory with nothing; copy what shall outlive it. Not safe for use by several threads while it is
/// disposed.</remarks>
public sealed class TensorFile : IDisposable
{
    private readonly OrderedDictionary<string, Tensor> tensors = [];

    // Takes the tensors over. Names are unique; the readers see to that.
    internal TensorFile(IReadOnlyDictionary<string, string> metadata, params IEnumerable<(string Name, Tensor Tensor)> named)
    {
        Metadata = metadata;
        foreach (var (name, tensor) in named) tensors.Add(name, tensor.DetachFromDisposeScope());
    }

    /// <summary>The names of all tensors, in the file's order.</summary>
    public IReadOnlyList<string> Names => tensors.Keys;

    /// <summary>The file's free-form text entries; empty where its format or the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    public Tensor this[string name] => TryGet(name, out var tensor) ? tensor : throw new KeyNotFoundException(
        $"The file has no tensor '{name}'. {nameof(Names)} lists the {Names.Count} there are, such as {string.Join(", ", Names.Take(3))}.");

    /// <summary>Looks a tensor up.</summary>
    /// <returns>Whether the file has a tensor of that name.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => tensors.TryGetValue(name, out tensor);

    /// <summary>Frees all tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    /// <summary>The number of values in all tensors.</summary>
    internal long Values => tensors.Values.Sum(t => t.NumberOfElements);

    /// <summary>Returns a file of its own under other names, with other tensors; those that <paramref name="change"/> gives back
    /// stay.</summary>
    internal TensorFile With(
        Func<string, string> rename, Func<string, Tensor, Tensor> change, IReadOnlyDictionary<string, string>? metadata = null)
    {
        return new(metadata ?? Metadata, tensors.Select(t => (rename(t.Key), Own(t.Value, change(t.Key, t.Value)))));

        static Tensor Own(Tensor before, Tensor after) => ReferenceEquals(before, after) ? after.alias() : after;
    }
}
