using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Random damage from a seed: to text that a parser of ours reads, and to the bytes of a file.</summary>
internal static class TextDamage
{
    private static readonly string[] pieces = ["", "0", "-1", "9", "99999999999", "0x5", ",", ",,", "\n", "\r", "#", " ", "_", "../", "\0",
        "é", "١", "1e3", "S1_", "nan"];

    public static string To(string whole, ulong seed)
    {
        var random = new SampleRandom(seed, 0);
        for (var change = random.NextInt32(3); change >= 0 && whole.Length > 0; change--)
        {
            var (at, length) = (random.NextInt32(whole.Length), random.NextInt32(4));
            length = Math.Min(length, whole.Length - at);
            whole = random.NextInt32(8) switch
            {
                0 => whole[..at],
                1 => whole.Insert(at, string.Concat(Enumerable.Repeat(whole.Substring(at, length), 1 + random.NextInt32(40)))),
                2 => whole.Remove(at, length).Insert(at, ((char)(32 + random.NextInt32(95))).ToString()),
                _ => whole.Remove(at, length).Insert(at, pieces[random.NextInt32(pieces.Length)]),
            };
        }
        return whole;
    }

    public static byte[] To(byte[] whole, ulong seed)
    {
        var random = new SampleRandom(seed, 1);
        var bytes = whole.ToList();
        for (var change = random.NextInt32(3); change >= 0 && bytes.Count > 0; change--)
        {
            // Most of the damage where most of the rules are.
            var at = random.NextInt32(random.NextInt32(2) == 0 ? bytes.Count : Math.Min(bytes.Count, 64));
            switch (random.NextInt32(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.NextInt32(8)); break;
                case 1: bytes[at] = (byte)random.NextInt32(256); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + random.NextInt32(8), bytes.Count - at))); break;
                case 3: bytes.RemoveRange(at, Math.Min(1 + random.NextInt32(8), bytes.Count - at)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                default:
                    for (var i = at; i < Math.Min(at + 4, bytes.Count); i++) bytes[i] = (byte)(random.NextInt32(2) * 255);
                    break;
            }
        }
        return [.. bytes];
    }
}
