using System.Buffers.Binary;

namespace SwinLSTM.Data;

/// <summary>What the first directory of a TIFF 6.0 says that the image library does not tell before it decodes: bits of a sample, and how
/// the picture is to be turned. Several pictures and samples that are no shades of light are refused: the library would take the first, or
/// cut values to [0, 1].</summary>
internal readonly record struct TiffDirectory(int BitsPerSample, int Orientation)
{
    /// <exception cref="InvalidDataException">It is damaged, or not one picture of whole numbers.</exception>
    public static TiffDirectory Parse(ReadOnlySpan<byte> file)
    {
        var (little, whole) = (file[0] == 'I', file.ToArray().AsMemory());
        var directory = Long(4);
        var (bits, orientation, count) = (1, 1, Short(directory));
        for (var i = 0; i < count; i++)
        {
            var entry = directory + 2 + (12L * i);
            // More than two numbers lie elsewhere.
            var first = Short(Long(entry + 4) > 2 ? Long(entry + 8) : entry + 8);
            switch (Short(entry))
            {
                case 258:
                    bits = first;
                    break;
                case 274:
                    orientation = first;
                    break;
                case 339 when first != 1:
                    throw new InvalidDataException("A TIFF that is read has samples without a sign (SampleFormat 1); this one has " +
                        $"measurements, format {first}. Convert it to .npy, which keeps them as they are.");
            }
        }
        return Long(directory + 2 + (12L * count)) == 0 ? new(bits, orientation) : throw ImageFile.Several();

        ReadOnlySpan<byte> At(long place, int length) => place >= 0 && place + length <= whole.Length
            ? whole.Span.Slice((int)place, length) : throw ImageFile.CutShort();
        int Short(long place) => little ? BinaryPrimitives.ReadUInt16LittleEndian(At(place, 2))
            : BinaryPrimitives.ReadUInt16BigEndian(At(place, 2));
        uint Long(long place) => little ? BinaryPrimitives.ReadUInt32LittleEndian(At(place, 4))
            : BinaryPrimitives.ReadUInt32BigEndian(At(place, 4));
    }
}
