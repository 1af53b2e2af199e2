namespace SwinLSTM.Data;

/// <summary>Small letters for captions: A to Z, 0 to 9, space and - + . : in cells of 5 x 7, one column apart.</summary>
public static class PixelFont
{
    private const int GlyphWidth = 5, GlyphHeight = 7, Advance = GlyphWidth + 1;
    private const string Characters = " -+.:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // For each character seven rows from the top, a byte each, whose last five bits are the pixels from left to right.
    private static readonly ulong[] glyphs =
    [
        0x00000000000000, 0x0000001F000000, 0x0004041F040400, 0x00000000000C0C, 0x000C0C000C0C00, 0x0E11131519110E,
        0x040C040404040E, 0x0E11010204081F, 0x1F02040201110E, 0x02060A121F0202, 0x1F101E0101110E, 0x0608101E11110E,
        0x1F010204080808, 0x0E11110E11110E, 0x0E11110F01020C, 0x0E11111F111111, 0x1E11111E11111E, 0x0E11101010110E,
        0x1E11111111111E, 0x1F10101E10101F, 0x1F10101E101010, 0x0E11101711110F, 0x1111111F111111, 0x0E04040404040E,
        0x0702020202120C, 0x11121418141211, 0x1010101010101F, 0x111B1515111111, 0x11111915131111, 0x0E11111111110E,
        0x1E11111E101010, 0x0E11111115120D, 0x1E11111E141211, 0x0F10100E01011E, 0x1F040404040404, 0x1111111111110E,
        0x11111111110A04, 0x1111111515150A, 0x11110A040A1111, 0x1111110A040404, 0x1F01020408101F,
    ];

    /// <summary>How wide a text is, in pixels of the picture, without a gap after its last letter.</summary>
    public static int Width(string text, int scale) => Math.Max(0, text.Length * Advance - 1) * scale;

    /// <summary>How high a text is.</summary>
    public static int Height(int scale) => GlyphHeight * scale;

    /// <summary>Writes a text onto a picture, each pixel of a letter <paramref name="scale"/> pixels wide.</summary>
    /// <exception cref="ArgumentException">The text has a character that this font has not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The text does not lie within the picture.</exception>
    public static void Draw(Picture picture, string text, int x, int y, int scale, byte shade)
    {
        foreach (var character in text)
        {
            if (Characters.IndexOf(character, StringComparison.Ordinal) is var place && place < 0)
                throw new ArgumentException($"The font has A to Z, 0 to 9, space and - + . : but not '{character}' of \"{text}\".",
                    nameof(text));
            for (var pixel = 0; pixel < GlyphHeight * GlyphWidth; pixel++)
            {
                var (row, column) = Math.DivRem(pixel, GlyphWidth);
                if ((glyphs[place] >> ((8 * (GlyphHeight - 1 - row)) + GlyphWidth - 1 - column) & 1) != 0)
                    picture.Fill(x + column * scale, y + row * scale, scale, scale, shade);
            }
            x += Advance * scale;
        }
    }
}
