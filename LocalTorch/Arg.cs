using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal enum Tag { None, Default, Tensor, Int, Double, Bool, Ints, Tensors, OptionalTensors, Device, String, Generator }

// What crosses to native code: 16 bytes, a tag and a payload.
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct Value(Tag tag, int count, long bits)
{
    public readonly Tag Tag = tag;
    public readonly int Count = count;
    public readonly long Bits = bits;
}

// One argument of an operator: the value, and the managed object that must outlive the call.
internal readonly unsafe struct Arg
{
    private readonly object? owner;
    public readonly Value Value;

    private Arg(Tag tag, long bits, int count = 0, object? owner = null) => (Value, this.owner) = (new Value(tag, count, bits), owner);

    // The operator's own default, where a later argument is given.
    public static readonly Arg Default = new(Tag.Default, 0);

    public static implicit operator Arg(Tensor? t) => t is null ? default : new(Tag.Tensor, t.Handle, 0, t);
    public static implicit operator Arg(Generator? g) => g is null ? default : new(Tag.Generator, g.Handle, 0, g);
    public static implicit operator Arg(int v) => new(Tag.Int, v);
    public static implicit operator Arg(long v) => new(Tag.Int, v);
    public static implicit operator Arg(long? v) => v is { } some ? some : default(Arg);
    public static implicit operator Arg(double v) => new(Tag.Double, BitConverter.DoubleToInt64Bits(v));
    public static implicit operator Arg(bool v) => new(Tag.Bool, v ? 1 : 0);
    public static implicit operator Arg(ScalarType v) => new(Tag.Int, (long)v);
    public static implicit operator Arg(ScalarType? v) => v is { } some ? some : default(Arg);
    public static implicit operator Arg(Scalar? v) => v is null ? default : new(v.Tag, v.Bits);
    public static implicit operator Arg(Device? v) => v is null ? default : new(Tag.Device, (long)v.type, v.index);
    public static implicit operator Arg(long[]? v) => v is null ? default : v.AsSpan();
    public static implicit operator Arg(Span<long> v) => (ReadOnlySpan<long>)v;
    public static implicit operator Arg((long, long) v) => (ReadOnlySpan<long>)[v.Item1, v.Item2];

    public static implicit operator Arg(ReadOnlySpan<long> v)
    {
        var copy = Scratch.Take(v.Length);
        v.CopyTo(new Span<long>(copy, v.Length));
        return new(Tag.Ints, (long)copy, v.Length);
    }

    public static implicit operator Arg(string v)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(v);
        var copy = Scratch.Take(length / sizeof(long) + 1);
        System.Text.Encoding.UTF8.GetBytes(v, new Span<byte>(copy, length));
        return new(Tag.String, (long)copy, length);
    }

    public static implicit operator Arg(Tensor[] v) => new(Tag.Tensors, (long)Scratch.Handles(v), v.Length, v);

    public static Arg Optional(Tensor?[] v) => new(Tag.OptionalTensors, (long)Scratch.Handles(v), v.Length, v);
}
