using System.Numerics;
using PureHDF;
using PureHDF.VOL.Native;

namespace SwinLSTM.Data;

/// <summary>The attributes of an object: texts and numbers by name. Other kinds have a name and no value here.</summary>
public sealed class Hdf5Attributes
{
    private readonly Dictionary<string, IH5Attribute> found = new(StringComparer.Ordinal);
    private readonly Hdf5File file;
    private readonly string owner;

    internal Hdf5Attributes(Hdf5File file, string owner, NativeObject of)
    {
        (this.file, this.owner) = (file, owner);
        foreach (var attribute in file.Use($"the attributes of {owner}", () => of.Attributes().ToList()))
            found[attribute.Name] = attribute;
    }

    /// <summary>The names of all attributes.</summary>
    public IReadOnlyCollection<string> Names => found.Keys;

    /// <summary>Returns the text of an attribute, the first where there are several; null where there is none of that name or it is no
    /// text.</summary>
    /// <exception cref="InvalidDataException">The attribute is damaged.</exception>
    public string? Text(string name) => Texts(name) is [var first, ..] ? first : null;

    /// <summary>Returns all texts of an attribute; none where there is no such attribute or it is no text.</summary>
    /// <exception cref="InvalidDataException">The attribute is damaged.</exception>
    public IReadOnlyList<string> Texts(string name) =>
        Of(name) is { Type.Class: H5DataTypeClass.String or H5DataTypeClass.VariableLength } attribute && IsText(attribute.Type)
        ? Array.ConvertAll(Read<string?>(attribute), text => (text ?? "").TrimEnd('\0'))
        : [];

    /// <summary>Returns the number of an attribute, the first where there are several; null where there is none of that name or it is no
    /// number.</summary>
    /// <exception cref="InvalidDataException">The attribute is damaged, or stored in a way that is not read.</exception>
    public double? Number(string name) => Numbers(name) is [var first, ..] ? first : null;

    /// <summary>Returns the numbers of an attribute, whatever their type; none where there is no such attribute or it is no
    /// number.</summary>
    /// <exception cref="InvalidDataException">The attribute is damaged, or stored in a way that is not read.</exception>
    public IReadOnlyList<double> Numbers(string name) => [.. Exact(name).Select(number => number.Value)];

    /// <summary>The numbers of an attribute, exactly.</summary>
    internal IReadOnlyList<ExactNumber> Exact(string name)
    {
        if (Of(name) is not { } attribute)
            return [];
        var type = attribute.Type;
        return (type.Class, type.Size) switch
        {
            (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? Whole<sbyte>(attribute) : Whole<byte>(attribute),
            (H5DataTypeClass.FixedPoint, 2) => type.FixedPoint.IsSigned ? Whole<short>(attribute) : Whole<ushort>(attribute),
            (H5DataTypeClass.FixedPoint, 4) => type.FixedPoint.IsSigned ? Whole<int>(attribute) : Whole<uint>(attribute),
            (H5DataTypeClass.FixedPoint, 8) => type.FixedPoint.IsSigned ? Whole<long>(attribute) : Whole<ulong>(attribute),
            (H5DataTypeClass.FloatingPoint, 2) => Real<Half>(attribute),
            (H5DataTypeClass.FloatingPoint, 4) => Real<float>(attribute),
            (H5DataTypeClass.FloatingPoint, 8) => Real<double>(attribute),
            _ => [],
        };
    }

    /// <summary>References to objects: for each axis those to the scales that belong to it.</summary>
    internal IReadOnlyList<NativeObjectReference1[]> References(string name) =>
        Of(name) is { Type.Class: H5DataTypeClass.VariableLength } attribute
            && attribute.Type.VariableLength.BaseType.Class == H5DataTypeClass.Reference
            ? Read<NativeObjectReference1[]>(attribute)
            : [];

    /// <summary>Whether an attribute has values that are neither numbers nor texts.</summary>
    internal bool IsOther(string name) => Of(name) is not null && Exact(name).Count == 0 && Texts(name).Count == 0;

    private IH5Attribute? Of(string name) => found.GetValueOrDefault(name) is { Space.Type: not H5DataspaceType.Null } attribute
        ? attribute : null;

    private static bool IsText(IH5DataType type) => type.Class == H5DataTypeClass.String
        || type.VariableLength.BaseType.Class is H5DataTypeClass.String or H5DataTypeClass.FixedPoint;

    private ExactNumber[] Whole<T>(IH5Attribute attribute)
        where T : unmanaged, IBinaryInteger<T> => Array.ConvertAll(Read<T>(attribute), v =>
            new ExactNumber(double.CreateSaturating(v), Int128.CreateChecked(v)));

    private ExactNumber[] Real<T>(IH5Attribute attribute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Array.ConvertAll(Read<T>(attribute), v => new ExactNumber(double.CreateChecked(v), null));

    private T[] Read<T>(IH5Attribute attribute) => file.Use($"attribute {attribute.Name} of {owner}", () =>
    {
        // The library multiplies these in 32 bits, and reads as many values as the dimensions say.
        var count = attribute.Space.Type == H5DataspaceType.Scalar ? 1
            : attribute.Space.Dimensions.Aggregate((Int128)1, (a, b) => Int128.Min(a * b, long.MaxValue));
        if (count * attribute.Type.Size > file.Stream.Length)
            throw new Hdf5Refusal($"announces {count} values, more than a file of {file.Stream.Length} bytes holds. It is damaged; fetch " +
                "it again.");
        try
        {
            return attribute.Read<T[]>();
        }
        catch (Exception e) when (e.Message.StartsWith("Byte order", StringComparison.Ordinal))
        {
            throw new Hdf5Refusal("is big-endian, which PureHDF does not read in attributes. Write it anew in the usual order.");
        }
    });
}

/// <summary>A number of an attribute, and the same exactly where it is stored as a whole number.</summary>
internal readonly record struct ExactNumber(double Value, Int128? Whole);
