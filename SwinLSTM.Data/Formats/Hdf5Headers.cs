using System.Collections.Concurrent;
using System.Text;

namespace SwinLSTM.Data;

/// <summary>Learns from how PureHDF reads headers what it does not tell: links into other files, and soft links that lead back to
/// themselves, from which the library never returns.</summary>
internal sealed class Hdf5Headers
{
    private const int MostName = 4096;
    private readonly Dictionary<string, string> soft = new(StringComparer.Ordinal);
    private (int Length, ulong Number) last, second, third; // the reads before this one
    private string name = "";

    /// <summary>Looks at one read; names of links into other files go to <paramref name="outside"/>.</summary>
    /// <exception cref="Hdf5Refusal">A soft link leads back to itself.</exception>
    public void See(ReadOnlySpan<byte> bytes, ConcurrentDictionary<string, bool> outside)
    {
        // A link is the length of a name, the name and two bytes; then so many bytes, which are a path in this file, or single ones.
        if (last.Length == 2 && second.Length is > 0 and <= MostName && (ulong)second.Length == third.Number)
        {
            if (bytes.Length == 1 && last.Number != 1)
                outside[name] = true;
            else if ((ulong)bytes.Length == last.Number)
                Follow(name, Encoding.UTF8.GetString(bytes));
        }
        if (bytes.Length <= MostName && (ulong)bytes.Length == last.Number)
            name = Encoding.UTF8.GetString(bytes);
        if (bytes.SequenceEqual("HDR"u8))
            soft.Clear(); // the links of one header belong together
        (third, second, last) = (second, last, (bytes.Length, Number(bytes)));
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
