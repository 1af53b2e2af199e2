using System.Text;

namespace SwinLSTM.Tests;

/// <summary>Random damage to a file of a readable header and binary data, from a seed.</summary>
internal static class Damage
{
    private static readonly string[] Numbers = ["0", "1", "-1", "4", "1e3", "65537", "2147483648", "9223372036854775808", "null", "\"1\""];

    public static byte[] To(byte[] whole, int seed)
    {
        var random = new Random(seed);
        var bytes = whole.ToList();
        for (var times = random.Next(1, 3); times > 0; times--)
        {
            // Most of the damage where most of the rules are.
            var at = random.Next(random.Next(2) == 0 ? bytes.Count - 8 : Math.Min(bytes.Count, 8 + (int)BitConverter.ToInt64(whole)) - 8);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes.InsertRange(at, bytes.GetRange(at, random.Next(1, 8))); break;
                case 2: bytes.RemoveRange(at, random.Next(1, 8)); break;
                case 3: bytes.RemoveAt(bytes.Count - random.Next(1, bytes.Count / 2)); break;
                case 4: bytes[^random.Next(1, bytes.Count / 2)] ^= 1; break;
                default: ReplaceNumber(bytes, random); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another number into the header, which stays consistent with its length.</summary>
    private static void ReplaceNumber(List<byte> bytes, Random random)
    {
        var length = (int)Math.Clamp(BitConverter.ToInt64([.. bytes.Take(8)]), 0, bytes.Count - 8);
        var header = Encoding.Latin1.GetString([.. bytes.Skip(8).Take(length)]);
        int[] digits = [.. Enumerable.Range(0, header.Length).Where(i =>
            char.IsAsciiDigit(header[i]) && (i == 0 || !char.IsAsciiDigit(header[i - 1])))];
        if (digits.Length == 0) return;
        var start = digits[random.Next(digits.Length)];
        var end = start;
        while (end < header.Length && char.IsAsciiDigit(header[end])) end++;
        header = header[..start] + Numbers[random.Next(Numbers.Length)] + header[end..];
        bytes.RemoveRange(0, 8 + length);
        bytes.InsertRange(0, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.Latin1.GetBytes(header)]);
    }
}
