using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>Reads the attributes of an object. Every method is called with the gate held.</summary>
internal static unsafe class Hdf5AttributeReader
{
    private const int MaxAttributes = 1 << 16;
    private const long MaxBytes = 16 << 20;

    public static Hdf5Attributes Read(Hdf5File file, string owner, long id, long address)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in Names(file, owner, id))
        {
            var place = $"attribute {name} of {owner}";
            values[name] = With(file, id, name, place, (attribute, type, space) => Value(file, address, name, place, attribute, type, space));
        }
        return new(values);
    }

    /// <summary>
    /// The addresses of the datasets that a dimension scale is attached to, each with the dimension: the attribute REFERENCE_LIST. The one at
    /// the other end, DIMENSION_LIST, has variable length and is not needed.
    /// </summary>
    public static (long Dataset, int Dimension)[] References(Hdf5File file, string owner, long id)
    {
        const string Name = "REFERENCE_LIST";
        if (!Names(file, owner, id).Contains(Name))
            return [];
        var place = $"attribute {Name} of {owner}";
        return With(file, id, Name, place, (attribute, type, space) =>
        {
            var count = Count(file, space, 16, place);
            if (count == 0 || file.Api.TypeClass(type) != 6)
                return [];
            var values = new (long, long)[count];
            var pair = file.Api.TypeCreate(6, 16);
            fixed (byte* dataset = "dataset\0"u8, dimension = "dimension\0"u8)
            fixed ((long, long)* at = values)
            {
                // The members are found by name; the file's own type says in which order and size they are stored.
                var ok = pair >= 0 && file.Api.TypeInsert(pair, dataset, 0, file.Api.Constant("H5T_STD_REF_OBJ_g")) >= 0
                    && file.Api.TypeInsert(pair, dimension, 8, file.Api.Constant("H5T_STD_I64LE_g")) >= 0
                    && file.Api.AttributeRead(attribute, pair, at) >= 0;
                _ = file.Api.TypeClose(pair);
                if (!ok)
                    throw file.Damaged(place, "cannot be read");
            }
            return Array.ConvertAll(values, v => (v.Item1, (int)v.Item2));
        });
    }

    private static object? Value(Hdf5File file, long address, string name, string place, long attribute, long type, long space)
    {
        var api = file.Api;
        var bytes = (long)api.TypeSize(type);
        if (bytes is < 1 or > MaxBytes)
            throw file.Damaged(place, $"has values of {bytes} bytes");
        var isText = api.TypeClass(type) == 3;
        if (isText && api.TypeIsVariableText(type) > 0)
            return Hdf5Text.OfAttribute(file.Bytes, address, name, Count(file, space, 16, place));
        var number = isText ? null : api.Numbers.Of(type);
        if (!isText && number is null)
            return null;

        var count = Count(file, space, bytes, place);
        var raw = new byte[count * bytes];
        if (count == 0)
            return isText ? Array.Empty<string>() : Array.Empty<double>();
        fixed (byte* at = raw)
            if (api.AttributeRead(attribute, type, at) < 0)
                throw file.Damaged(place, "cannot be read");
        if (isText)
            return Enumerable.Range(0, count).Select(i => Text(raw.AsSpan((int)(i * bytes), (int)bytes))).ToArray();
        var numbers = new double[count];
        Hdf5Conversion.Convert(raw, number!.Value, numbers.AsSpan());
        return numbers;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd(' ');
    }

    private static int Count(Hdf5File file, long space, long bytes, string place)
    {
        var count = file.Api.CountOf(space);
        return count >= 0 && count * (Int128)bytes <= Math.Min(MaxBytes, file.Bytes.Length) ? (int)count : throw file.Damaged(place, $"announces {count} values of {bytes} bytes");
    }

    private static T With<T>(Hdf5File file, long id, string name, string place, Func<long, long, long, T> read)
    {
        var api = file.Api;
        long attribute, type = -1, space = -1;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
            attribute = api.AttributeOpen(id, text, 0);
        try
        {
            if (attribute < 0 || (type = api.AttributeType(attribute)) < 0 || (space = api.AttributeSpace(attribute)) < 0)
                throw file.Damaged(place, "cannot be opened");
            return read(attribute, type, space);
        }
        finally
        {
            if (space >= 0) _ = api.SpaceClose(space);
            if (type >= 0) _ = api.TypeClose(type);
            if (attribute >= 0) _ = api.AttributeClose(attribute);
        }
    }

    private static List<string> Names(Hdf5File file, string owner, long id)
    {
        var names = new List<string>();
        var list = GCHandle.Alloc(names);
        try
        {
            if (file.Api.Attributes(id, 0, 2, null, &AddName, (void*)GCHandle.ToIntPtr(list)) < 0)
                throw file.Damaged(owner, "has attributes that cannot be listed");
            return names;
        }
        finally
        {
            list.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AddName(long owner, byte* name, byte* info, void* data)
    {
        var names = (List<string>)GCHandle.FromIntPtr((nint)data).Target!;
        names.Add(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)));
        return names.Count < MaxAttributes ? 0 : -1;
    }
}
