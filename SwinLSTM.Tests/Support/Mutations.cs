using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Damage to any file, from a seed: bits, bytes, digits, runs, numbers blown up, ends cut off.</summary>
internal static class Mutations
{
    /// <param name="whole">The file, at least 16 bytes.</param>
    /// <param name="seed">Another seed, another damage.</param>
    /// <param name="header">Where most of the rules are: two of three changes are before it.</param>
    public static byte[] Of(byte[] whole, int seed, int header)
    {
        var random = new SampleRandom(0xDA3A6E, seed);
        var bytes = new List<byte>(whole);
        for (var change = random.NextInt32(3); change >= 0; change--)
        {
            var at = random.NextInt32(random.NextInt32(3) == 0 ? bytes.Count : Math.Min(header, bytes.Count));
            var run = Math.Min(1 + random.NextInt32(8), bytes.Count - at);
            switch (random.NextInt32(8))
            {
                case 0: bytes[at] ^= (byte)(1 << random.NextInt32(8)); break;
                case 1: bytes[at] = (byte)random.NextInt32(256); break;
                case 2: bytes[at] = (byte)('0' + random.NextInt32(10)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, run)); break;
                case 4: bytes.RemoveRange(at, Math.Min(run, bytes.Count - 1)); break;
                case 5:
                    for (var i = at; i < at + run; i++)
                        bytes[i] = random.NextInt32(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 6: bytes.InsertRange(at, Enumerable.Repeat((byte)random.NextInt32(256), 1 + random.NextInt32(40))); break;
                default: bytes.RemoveRange(at, random.NextInt32(4) == 0 ? bytes.Count - at - (at == 0 ? 1 : 0) : 0); break;
            }
            if (bytes.Count < 2)
                break;
        }
        return [.. bytes];
    }
}
