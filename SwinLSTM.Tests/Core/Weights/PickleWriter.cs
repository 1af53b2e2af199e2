using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SwinLSTM.Tests;

/// <summary>Writes pickles instruction by instruction, the way Python's pickler does in each protocol.</summary>
internal sealed class PickleWriter(int protocol)
{
    private readonly List<byte> body = [];
    private uint remembered;

    public PickleWriter Raw(params byte[] bytes)
    {
        body.AddRange(bytes);
        return this;
    }

    public PickleWriter Op(char op) => Raw((byte)op);

    public PickleWriter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        _ = protocol >= 4 && utf8.Length < 256 ? Raw(0x8c, (byte)utf8.Length) : Op('X').Raw(BitConverter.GetBytes(utf8.Length));
        return Raw(utf8).Remember();
    }

    public PickleWriter Int(long value) => value switch
    {
        >= 0 and < 256 => Op('K').Raw((byte)value),
        >= 0 and < 65536 => Op('M').Raw(BitConverter.GetBytes((ushort)value)),
        >= int.MinValue and <= int.MaxValue => Op('J').Raw(BitConverter.GetBytes((int)value)),
        _ => Long(value),
    };

    public PickleWriter Long(BigInteger value)
    {
        byte[] bytes = value.ToByteArray();
        return Raw(0x8a, (byte)bytes.Length).Raw(bytes);
    }

    public PickleWriter Float(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Op('G').Raw(bytes);
    }

    public PickleWriter Bool(bool value) => Raw((byte)(value ? 0x88 : 0x89));

    public PickleWriter Global(string module, string name) => protocol >= 4
        ? Text(module).Text(name).Raw(0x93).Remember()
        : Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n")).Remember();

    public PickleWriter Ints(params long[] values) => Tuple([.. values.Select(value => (Action)(() => Int(value)))]);

    public PickleWriter Tuple(params Action[] items)
    {
        if (items.Length is 0 or > 3)
            Op(items.Length == 0 ? ')' : '(');
        foreach (Action item in items)
            item();
        if (items.Length > 0)
            Raw(items.Length > 3 ? (byte)'t' : (byte)(0x84 + items.Length));
        return items.Length > 0 ? Remember() : this;
    }

    public PickleWriter Call(string module, string name, params Action[] arguments) =>
        Global(module, name).Tuple(arguments).Op('R').Remember();

    public PickleWriter OrderedDict() => Call("collections", "OrderedDict");

    /// <summary>Sets items of the dict on the stack, several at once.</summary>
    public PickleWriter Items(params Action[] keysAndValues)
    {
        Op('(');
        foreach (Action item in keysAndValues)
            item();
        return Op('u');
    }

    public PickleWriter Storage(string type, string key, long count, string location = "cpu") =>
        Tuple(() => Text("storage"), () => Global("torch", type), () => Text(key), () => Text(location), () => Int(count)).Op('Q');

    public PickleWriter Tensor(string type, string key, long count, long offset, long[] shape, long[] strides) =>
        Call("torch._utils", "_rebuild_tensor_v2",
            () => Storage(type, key, count), () => Int(offset), () => Ints(shape), () => Ints(strides),
            () => Bool(false), () => OrderedDict());

    public byte[] Finish()
    {
        Op('.');
        byte[] frame = protocol >= 4 ? [0x95, .. BitConverter.GetBytes((long)body.Count)] : [];
        return [0x80, (byte)protocol, .. frame, .. body];
    }

    // MEMOIZE numbers by itself; older protocols name the number, in one byte or four.
    private PickleWriter Remember()
    {
        uint number = remembered++;
        return protocol >= 4 ? Raw(0x94) : number < 256 ? Op('q').Raw((byte)number) : Op('r').Raw(BitConverter.GetBytes(number));
    }
}
