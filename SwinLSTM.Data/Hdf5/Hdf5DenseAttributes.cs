using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>
/// Attributes that a file keeps outside the headers, because an object has more than eight: read through libhdf5, with the gate held. Texts of
/// variable length are left out here: libhdf5 would fetch them (see <see cref="Hdf5Text"/>).
/// </summary>
internal static unsafe class Hdf5DenseAttributes
{
    private const int MaxAttributes = 1 << 16;
    private const long MaxBytes = 16 << 20;

    public static void AddTo(Dictionary<string, object?> values, Hdf5File file, string owner)
    {
        var id = file.OpenObject(owner);
        try
        {
            foreach (var name in Names(file, owner, id))
                values.TryAdd(name, Value(file, id, name, $"attribute {name} of {owner}"));
        }
        finally
        {
            _ = file.Api.ObjectClose(id);
        }
    }

    private static object? Value(Hdf5File file, long id, string name, string place)
    {
        var api = file.Api;
        long attribute, type = -1, space = -1;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
            attribute = api.AttributeOpen(id, text, 0);
        try
        {
            if (attribute < 0 || (type = api.AttributeType(attribute)) < 0 || (space = api.AttributeSpace(attribute)) < 0)
                throw file.Damaged(place, "cannot be opened");
            return Value(file, name, place, attribute, type, space);
        }
        finally
        {
            if (space >= 0) _ = api.SpaceClose(space);
            if (type >= 0) _ = api.TypeClose(type);
            if (attribute >= 0) _ = api.AttributeClose(attribute);
        }
    }

    private static object? Value(Hdf5File file, string name, string place, long attribute, long type, long space)
    {
        var api = file.Api;
        var (bytes, count) = ((long)api.TypeSize(type), api.CountOf(space));
        if (bytes is < 1 or > MaxBytes || count < 0 || count * (Int128)bytes > Math.Min(MaxBytes, file.Bytes.Length))
            throw file.Damaged(place, $"announces {count} values of {bytes} bytes");
        var isText = api.TypeClass(type) == 3;
        var number = isText ? null : api.Numbers.Of(type);
        if ((isText && api.TypeIsVariableText(type) != 0) || (!isText && number is null && name != Hdf5AttributeReader.ReferenceList))
            return null;

        var raw = new byte[count * bytes];
        if (count > 0)
            fixed (byte* at = raw)
                if (api.AttributeRead(attribute, type, at) < 0)
                    throw file.Damaged(place, "cannot be read");
        if (isText)
            return Enumerable.Range(0, (int)count).Select(i => Hdf5AttributeReader.Text(raw.AsSpan((int)(i * bytes), (int)bytes))).ToArray();
        if (number is null)
            return Hdf5AttributeReader.References(raw, (int)bytes, (int)count);
        var numbers = new double[count];
        Hdf5Conversion.Convert(raw, number.Value, numbers.AsSpan());
        return numbers;
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
