namespace SwinLSTM.Data;

/// <summary>
/// LZF, the quick packing that h5py offers. A byte below 32 says how many bytes follow as they are, less one; any other holds a length in its
/// upper 3 bits (7: the next byte adds to it) and, with the byte after, a distance back in 13.
/// </summary>
internal static class Hdf5Lzf
{
    /// <returns>How many bytes were written; -1 where the input is damaged or does not fit.</returns>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> to)
    {
        int at = 0, written = 0;
        while (at < packed.Length)
        {
            int head = packed[at++];
            if (head < 32)
            {
                var literal = head + 1;
                if (literal > packed.Length - at || literal > to.Length - written)
                    return -1;
                packed.Slice(at, literal).CopyTo(to[written..]);
                (at, written) = (at + literal, written + literal);
                continue;
            }

            var length = (head >> 5) + 2;
            if (length == 9 && at < packed.Length)
                length += packed[at++];
            if (at >= packed.Length)
                return -1;
            var from = written - (((head & 31) << 8) | packed[at++]) - 1;
            if (from < 0 || length > to.Length - written)
                return -1;
            for (var i = 0; i < length; i++) // byte by byte: what is copied may be what was just written
                to[written++] = to[from++];
        }
        return written;
    }
}
