using System.Buffers.Binary;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>Writes the header of a NumPy file.</summary>
internal static class NpyText
{
    private const int Alignment = 64; // as NumPy pads, so that mapped values are aligned

    /// <summary>A header of version 1.0 for values in C order.</summary>
    /// <param name="element">The type of a value.</param>
    /// <param name="shape">Values along each axis.</param>
    /// <param name="at">Where the header will begin in its file.</param>
    /// <param name="alignment">The values will begin at a multiple of this.</param>
    /// <exception cref="ArgumentException">More axes than NumPy has, or a length below 0.</exception>
    public static byte[] Header(ArrayElement element, ReadOnlySpan<long> shape, long at = 0, int alignment = Alignment)
    {
        if (shape.Length > 64 || ArrayShape.Count(shape) is null)
            throw new ArgumentException($"A NumPy array has at most 64 axes of 0 or more values each; the shape is {ArrayShape.Text(shape)}.", nameof(shape));
        var order = element.Bytes == 1 ? '|' : BitConverter.IsLittleEndian ? '<' : '>';
        var text = $"{{'descr': '{order}{element.Kind}{element.Bytes}', 'fortran_order': False, 'shape': {ArrayShape.Text(shape)}, }}";
        var header = new byte[((at + 10 + text.Length + 1 + alignment - 1) / alignment * alignment) - at];
        NpyHeader.Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(header.Length - 10));
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }
}
