namespace SwinLSTM.Data;

/// <summary>The attributes of an object: texts and numbers by name. Other kinds (references, compounds, and texts of variable length where an object of a newer file has more than eight attributes) have a name and no value here.</summary>
public sealed class Hdf5Attributes
{
    private readonly IReadOnlyDictionary<string, object?> values;

    internal Hdf5Attributes(IReadOnlyDictionary<string, object?> values) => this.values = values;

    /// <summary>The names of all attributes.</summary>
    public IEnumerable<string> Names => values.Keys;

    internal IReadOnlyList<(long Dataset, int Dimension)> References => values.GetValueOrDefault(Hdf5AttributeReader.ReferenceList) as (long, int)[] ?? [];

    /// <summary>The text of an attribute; the first where there are several.</summary>
    /// <param name="name">Which attribute.</param>
    /// <returns>The text; null where there is no such attribute or it is no text.</returns>
    public string? Text(string name) => values.GetValueOrDefault(name) is string[] { Length: > 0 } texts ? texts[0] : null;

    /// <summary>All texts of an attribute.</summary>
    /// <param name="name">Which attribute.</param>
    /// <returns>The texts; none where there is no such attribute or it is no text.</returns>
    public IReadOnlyList<string> Texts(string name) => values.GetValueOrDefault(name) as string[] ?? [];

    /// <summary>The numbers of an attribute, whatever their type.</summary>
    /// <param name="name">Which attribute.</param>
    /// <returns>The numbers; none where there is no such attribute or it is no number.</returns>
    public IReadOnlyList<double> Numbers(string name) => values.GetValueOrDefault(name) as double[] ?? [];

    /// <summary>The number of an attribute; the first where there are several.</summary>
    /// <param name="name">Which attribute.</param>
    /// <returns>The number; null where there is no such attribute or it is no number.</returns>
    public double? Number(string name) => values.GetValueOrDefault(name) is double[] { Length: > 0 } numbers ? numbers[0] : null;
}
