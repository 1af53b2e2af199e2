using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>What stands before the values of a NumPy array (format versions 1.0, 2.0 and 3.0).</summary>
/// <param name="Element">The type of a value.</param>
/// <param name="FortranOrder">Whether the first axis is the fastest.</param>
/// <param name="Shape">Values along each axis; together with the type they fit the bytes that there are.</param>
/// <param name="Bytes">Bytes before the first value.</param>
internal sealed record NpyHeader(ArrayElement Element, bool FortranOrder, long[] Shape, int Bytes)
{
    /// <summary>The most bytes that are looked at; NumPy itself reads 10,000.</summary>
    public const int MostBytes = 1 << 16;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The axes of the values.</summary>
    public Axis[] Axes => FortranOrder ? ArrayShape.FirstFastest(Shape, Element.Bytes) : ArrayShape.Contiguous(Shape, Element.Bytes);

    /// <summary>Reads a header and checks that the values behind it are all there, and nothing else.</summary>
    /// <param name="start">The first bytes of the array, up to <see cref="MostBytes"/>.</param>
    /// <param name="length">How many there are in all.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or holds something else than numbers.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> start, long length, string name)
    {
        if (start.Length < 10 || !start.StartsWith(Magic))
            throw new InvalidDataException($"{name} does not begin as a NumPy array does, with the byte 0x93 and NUMPY. Save it with numpy.save.");
        var (major, minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new InvalidDataException($"{name} has version {major}.{minor} of the NumPy format; 1.0, 2.0 and 3.0 can be read. Save it again with numpy.save.");

        var before = major == 1 ? 10 : 12;
        var text = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : start.Length < 12 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (text > MostBytes - before)
            throw new InvalidDataException($"{name} announces a header of {text} bytes; at most {MostBytes - before} are read. Fetch it again.");
        if (text > start.Length - before)
            throw new InvalidDataException($"{name} announces a header of {text} bytes but ends after {start.Length}. Fetch it again.");

        var header = Parse(start.Slice(before, (int)text), major == 3 ? Utf8 : Encoding.Latin1, name) with { Bytes = before + (int)text };
        var values = ArrayShape.Count(header.Shape) * (Int128)header.Element.Bytes;
        if (values is null || values != length - header.Bytes)
            throw new InvalidDataException($"{name} announces {header.Element} values of shape {ArrayShape.Text(header.Shape)}, {(values is { } bytes ? $"{bytes} bytes" : "more than can be counted")}, " +
                $"but has {length - header.Bytes} bytes of values. It is cut short or damaged, or holds several arrays; fetch it again, or save one array a file.");
        return header;
    }

    private static UTF8Encoding Utf8 { get; } = new(false, throwOnInvalidBytes: true);

    private static NpyHeader Parse(ReadOnlySpan<byte> text, Encoding encoding, string name)
    {
        try
        {
            var (descr, order, shape) = NpyLiteral.Parse(encoding.GetString(text));
            return new(ElementOf(descr), order, shape, 0);
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The header of {name} cannot be read: {e.Message}.", e);
        }
    }

    private static ArrayElement ElementOf(string descr)
    {
        if (descr is [var order and ('<' or '>' or '|' or '='), var kind and ('b' or 'i' or 'u' or 'f'), var size] && "1248".Contains(size))
        {
            var element = new ArrayElement(kind, size - '0', order == (BitConverter.IsLittleEndian ? '>' : '<') && size != '1');
            if ((kind, element.Bytes) is ('b', 1) or ('i' or 'u', _) or ('f', > 1) && (order != '|' || size == '1'))
                return element;
        }
        throw new FormatException(descr switch
        {
            [.., 'O'] => "it holds Python objects, and reading them would run code from the file; save numbers, such as a.astype('float32')",
            [_, 'c', ..] => $"it holds complex numbers ('{descr}'); save a.real and a.imag as two arrays",
            [_, 'f', ..] => $"it holds floating-point numbers of another size ('{descr}'); save a.astype('float64')",
            [_, 'M' or 'm', ..] => $"it holds dates or times ('{descr}'); save them as numbers, such as a.astype('int64')",
            [_, 'U' or 'S' or 'a', ..] => $"it holds text ('{descr}'), which frames cannot; save numbers",
            _ => $"its element type '{descr}' is none of bool, int8 to int64, uint8 to uint64, float16, float32 and float64; save a.astype of one of them",
        });
    }
}
