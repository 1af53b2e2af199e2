using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>What stands before the values of a NumPy array (format versions 1.0, 2.0 and 3.0).</summary>
/// <param name="Stored">The type of a value.</param>
/// <param name="FortranOrder">Whether the first axis is the fastest.</param>
/// <param name="Shape">Values along each axis; together with the type they fit the bytes that there are.</param>
/// <param name="Bytes">Bytes before the first value.</param>
internal sealed record NpyHeader(StoredNumber Stored, bool FortranOrder, long[] Shape, int Bytes)
{
    /// <summary>The most bytes that are looked at; NumPy itself reads 10,000.</summary>
    public const int MostBytes = 1 << 16;

    private const int MostAxes = 64, Alignment = 64; // as NumPy has; mapped values are aligned
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header and checks that the values behind it are all there, and nothing else.</summary>
    /// <param name="start">The first bytes of the array, up to <see cref="MostBytes"/>.</param>
    /// <param name="length">How many there are in all.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or holds something else than numbers.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> start, long length, string name)
    {
        if (start.Length < 10 || !start.StartsWith(Magic))
            throw new InvalidDataException($"{name} does not begin as a NumPy array does, with the byte 0x93 and NUMPY. Save it with " +
                "numpy.save.");
        var (major, minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new InvalidDataException($"{name} has version {major}.{minor} of the NumPy format; 1.0, 2.0 and 3.0 can be read. Save " +
                "it again with numpy.save.");

        var before = major == 1 ? 10 : 12;
        var text = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : start.Length < 12 ? uint.MaxValue
            : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (text > MostBytes - before || text > start.Length - before)
            throw new InvalidDataException($"{name} announces a header of {text} bytes; it has {start.Length - before}, and at most " +
                $"{MostBytes - before} are read. Fetch it again.");

        var header = Parse(Encoding.Latin1.GetString(start.Slice(before, (int)text)), name) with { Bytes = before + (int)text };
        var values = ArrayShape.Count(header.Shape) * (Int128)header.Stored.Bytes;
        if (values is null || values != length - header.Bytes)
            throw new InvalidDataException($"{name} announces {header.Stored} values of shape {ArrayShape.Text(header.Shape)}, " +
                $"{(values is { } bytes ? $"{bytes} bytes" : "more than can be counted")}, but has {length - header.Bytes} bytes of " +
                "values. It is cut short or damaged, or holds several arrays; fetch it again, or save one array a file.");
        return header;
    }

    /// <summary>Makes a header of version 1.0 for values in C order and this machine's byte order.</summary>
    /// <exception cref="ArgumentException">More axes than NumPy has, or a length below 0.</exception>
    public static byte[] Write(StoredNumber stored, ReadOnlySpan<long> shape)
    {
        if (shape.Length > MostAxes || ArrayShape.Count(shape) is null)
            throw new ArgumentException($"A NumPy array has at most {MostAxes} axes of 0 or more values each; the shape is " +
                $"{ArrayShape.Text(shape)}.", nameof(shape));
        var order = stored.Bytes == 1 ? '|' : BitConverter.IsLittleEndian ? '<' : '>';
        var text = $"{{'descr': '{order}{stored.Kind}{stored.Bytes}', 'fortran_order': False, 'shape': {ArrayShape.Text(shape)}, }}";
        var header = new byte[(10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(header.Length - 10));
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    // One of the three entries of a Python dictionary, which is matched and never run. Python 2 wrote large lengths with an L.
    private const string Entry = """
        \s*(['"]descr['"]\s*:\s*['"](?<descr>[^'"\\]*)['"]
            |['"]fortran_order['"]\s*:\s*(?<order>True|False)
            |['"]shape['"]\s*:\s*\(\s*(?<shape>|\d+L?\s*,\s*|\d+L?\s*(,\s*\d+L?\s*)+,?\s*)\))\s*
        """;

    private static readonly Regex description = new($@"^\s*\{{{Entry},{Entry},{Entry},?\s*\}}\s*$",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private static NpyHeader Parse(string text, string name)
    {
        var found = description.Match(text);
        if (!found.Groups["descr"].Success || !found.Groups["order"].Success || !found.Groups["shape"].Success)
            throw Bad(text.Contains("'descr': [", StringComparison.Ordinal)
                ? "it describes records of several fields, not numbers; save each field as an array of its own, such as a['x']"
                : "it must be a dictionary of descr, fortran_order and shape, once each; save the array with numpy.save");
        var shape = new List<long>();
        foreach (var length in found.Groups["shape"].Value.Split([',', ' ', '\t', '\n', '\r', 'L'], StringSplitOptions.RemoveEmptyEntries))
            shape.Add(long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Bad("a " +
                $"length of the shape is beyond {long.MaxValue}"));
        if (shape.Count > MostAxes)
            throw Bad($"the shape has more than {MostAxes} axes");
        return new(StoredOf(found.Groups["descr"].Value), found.Groups["order"].Value == "True", [.. shape], 0);

        StoredNumber StoredOf(string descr)
        {
            if (descr is [var order and ('<' or '>' or '|' or '='), var kind and ('b' or 'i' or 'u' or 'f'), var size]
                && "1248".Contains(size))
            {
                var stored = new StoredNumber(kind, size - '0', order == (BitConverter.IsLittleEndian ? '>' : '<') && size != '1');
                if ((kind, stored.Bytes) is ('b', 1) or ('i' or 'u', _) or ('f', > 1) && (order != '|' || size == '1'))
                    return stored;
            }
            throw Bad(descr switch
            {
                [.., 'O'] => "it holds Python objects, and reading them would run code from the file; save numbers, such as " +
                    "a.astype('float32')",
                [_, 'c', ..] => $"it holds complex numbers ('{descr}'); save a.real and a.imag as two arrays",
                [_, 'f', ..] => $"it holds floating-point numbers of another size ('{descr}'); save a.astype('float64')",
                [_, 'M' or 'm', ..] => $"it holds dates or times ('{descr}'); save them as numbers, such as a.astype('int64')",
                [_, 'U' or 'S' or 'a', ..] => $"it holds text ('{descr}'), which frames cannot; save numbers",
                _ => $"its element type '{descr}' is none of bool, int8 to int64, uint8 to uint64, float16, float32 and float64; save " +
                    "a.astype of one of them",
            });
        }

        InvalidDataException Bad(string why) => new($"The header of {name} cannot be read: {why}.");
    }
}
