namespace SwinLSTM.Data;

/// <summary>PGM and PPM with bytes (Netpbm's P5 and P6): width, height and the largest value as text, one white space, then the values.</summary>
internal static class PnmHeader
{
    public static (long Width, long Height, bool Palette) Read(ref Span<byte> file)
    {
        var at = 2;
        var (width, height, largest) = (Number(file, ref at), Number(file, ref at), Number(file, ref at));
        if (largest is < 1 or > 65535)
            throw new InvalidDataException($"The largest value of a PGM or PPM is 1 to 65535; the file says {largest}.");
        var length = at + 1 + (Int128)width * height * (file[1] == '6' ? 3 : 1) * (largest > 255 ? 2 : 1);
        if (length > file.Length)
            throw ImageHeader.CutShort(ImageKind.Pnm, (long)Int128.Min(length, long.MaxValue), file.Length);
        file = file[..(int)length];
        return (width, height, false);
    }

    private static long Number(ReadOnlySpan<byte> file, ref int at)
    {
        for (; at < file.Length && file[at] is (byte)' ' or (>= 9 and <= 13) or (byte)'#'; at++)
            if (file[at] == '#')
                while (at + 1 < file.Length && file[at] != '\n')
                    at++;
        var (value, from) = (0L, at);
        for (; at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9' && at - from < 9; at++)
            value = (value * 10) + file[at] - '0';
        return at > from && at < file.Length && file[at] is (byte)' ' or (>= 9 and <= 13)
            ? value
            : throw new InvalidDataException("A PGM or PPM begins with three numbers of at most 9 digits (width, height, largest value); the file does not.");
    }
}
