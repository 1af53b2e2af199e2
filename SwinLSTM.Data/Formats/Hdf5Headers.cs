using System.Collections.Concurrent;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>Learns from how PureHDF reads headers what it does not tell: links into other files, soft links that lead back to themselves
/// (from which the library never returns), and what a filter follows on.</summary>
internal sealed class Hdf5Headers
{
    private const int MostName = 4096;
    private const int Lzf = 32000, Shuffle = 2;

    private readonly Dictionary<string, string> soft = new(StringComparer.Ordinal);
    private readonly (int Length, ulong Number)[] before = new (int, ulong)[24]; // the reads before this one, the last one first
    private string name = "";

    /// <summary>What comes before LZF: 0 nothing, else shuffling by so many bytes; -1 where that is not known.</summary>
    public int BeforeLzf { get; set; } = -1;

    /// <summary>Looks at one read; names of links into other files go to <paramref name="outside"/>.</summary>
    /// <exception cref="Hdf5Refusal">A soft link leads back to itself.</exception>
    public void See(ReadOnlySpan<byte> bytes, ConcurrentDictionary<string, bool> outside)
    {
        // A link is the length of a name, the name and two bytes; then so many bytes, which are a path in this file, or single ones.
        if (before[0].Length == 2 && before[1].Length > 0 && before[1].Length <= MostName && (ulong)before[1].Length == before[2].Number)
        {
            if (bytes.Length == 1 && before[0].Number != 1)
                outside[name] = true;
            else if ((ulong)bytes.Length == before[0].Number)
                Follow(name, Encoding.UTF8.GetString(bytes));
        }
        var number = Number(bytes);
        if (bytes.Length <= MostName && (ulong)bytes.Length == before[0].Number)
            name = Encoding.UTF8.GetString(bytes);
        if (bytes.SequenceEqual("HDR"u8))
            soft.Clear(); // the links of one header belong together
        if (bytes.Length == 2 && number == Lzf)
            BeforeLzf = Before();
        Array.Copy(before, 0, before, 1, before.Length - 1);
        before[0] = (bytes.Length, number);
    }

    /// <summary>A filter is its number, the length of its name where the header is old, flags, how many parameters it has, the name, and
    /// these.</summary>
    private int Before()
    {
        var at = 0;
        while (at < before.Length - 4 && before[at].Length == 4)
            at++;
        if (at == 0)
            return before is [(6, _), (1, _), (1, 1), ..] or [(1, _), (1, 2), ..] ? 0 : -1; // the header's own beginning
        var bytes = (int)before[at - 1].Number;
        while (at < before.Length - 4 && before[at].Length == 1)
            at++;
        return before.AsSpan(at) is [(2, 1), _, (2, Shuffle), ..] or [(2, 1), _, (2, _), (2, Shuffle), ..] ? bytes : -1;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BitConverter.ToUInt16(bytes),
        4 => BitConverter.ToUInt32(bytes),
        8 => BitConverter.ToUInt64(bytes),
        _ => ulong.MaxValue,
    };

    private void Follow(string link, string path)
    {
        if (path.Contains('/', StringComparison.Ordinal))
            return; // groups on the way are read anew, which ends with the stack
        soft[link] = path;
        for (var steps = 0; soft.TryGetValue(path, out var next); path = next)
            if (steps++ > soft.Count)
                throw new Hdf5Refusal($"has a soft link '{link}' that leads back to itself. Remove it, such as with h5py: `del " +
                    $"f['{link}']`.");
    }
}

/// <summary>What PureHDF would do wrong: a message that goes on from the name of what was read, and has the way out.</summary>
internal sealed class Hdf5Refusal(string message) : Exception(message);
