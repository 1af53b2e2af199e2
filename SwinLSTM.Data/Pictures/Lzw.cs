namespace SwinLSTM.Data;

/// <summary>The compression of GIF: Lempel, Ziv and Welch with codes of growing width, lowest bit first.</summary>
internal static class Lzw
{
    public const int SymbolBits = 8;
    private const int Clear = 1 << SymbolBits, End = Clear + 1, FirstFree = Clear + 2, MaxCodes = 4096;

    public static byte[] Encode(ReadOnlySpan<byte> symbols)
    {
        var output = new BitWriter();
        var known = new Dictionary<int, int>(); // (code of a string, next symbol) -> code of the longer string
        var (free, width) = (FirstFree, SymbolBits + 1);
        output.Write(Clear, width);

        var current = (int)symbols[0];
        foreach (var symbol in symbols[1..])
        {
            var longer = current << SymbolBits | symbol;
            if (known.TryGetValue(longer, out var code))
            {
                current = code;
                continue;
            }

            output.Write(current, width);
            current = symbol;
            if (free == MaxCodes)
            {
                output.Write(Clear, width);
                known.Clear();
                (free, width) = (FirstFree, SymbolBits + 1);
                continue;
            }
            if (free == 1 << width)
                width++; // the reader learns this code one code later, and widens then
            known[longer] = free++;
        }

        output.Write(current, width);
        if (free == 1 << width && width < 12)
            width++; // by now the reader has learnt the last code
        output.Write(End, width);
        return output.ToArray();
    }

    private sealed class BitWriter
    {
        private readonly List<byte> bytes = [];
        private uint pending;
        private int pendingBits;

        public void Write(int code, int width)
        {
            pending |= (uint)code << pendingBits;
            for (pendingBits += width; pendingBits >= 8; pendingBits -= 8, pending >>= 8)
                bytes.Add((byte)pending);
        }

        public byte[] ToArray() => pendingBits > 0 ? [.. bytes, (byte)pending] : [.. bytes];
    }
}
