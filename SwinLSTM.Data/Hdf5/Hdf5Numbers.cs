namespace SwinLSTM.Data;

/// <summary>
/// Which types of a file are numbers. Only exact matches of the standard types count: libhdf5 itself converts numbers of any odd number of
/// bits, and writes past its buffers where a damaged file announces impossible ones.
/// </summary>
internal sealed unsafe class Hdf5Numbers
{
    private readonly Hdf5Api api;
    private readonly (long Type, Hdf5Number Number)[] known;

    public Hdf5Numbers(Hdf5Api api)
    {
        this.api = api;
        var types = new List<(long, Hdf5Number)>();
        foreach (var big in new[] { false, true })
        {
            var order = big ? "BE" : "LE";
            foreach (var bytes in new[] { 1, 2, 4, 8 })
            {
                types.Add((api.Constant($"H5T_STD_U{bytes * 8}{order}_g"), new(Hdf5Kind.Unsigned, bytes, big)));
                types.Add((api.Constant($"H5T_STD_I{bytes * 8}{order}_g"), new(Hdf5Kind.Signed, bytes, big)));
                if (bytes >= 4)
                    types.Add((api.Constant($"H5T_IEEE_F{bytes * 8}{order}_g"), new(Hdf5Kind.Floating, bytes, big)));
            }
            types.Add((Half(api.Constant($"H5T_IEEE_F32{order}_g")), new(Hdf5Kind.Floating, 2, big)));
        }
        known = [.. types];
    }

    /// <summary>The number that a type stands for; null where it is none that we read.</summary>
    public Hdf5Number? Of(long type)
    {
        foreach (var (standard, number) in known)
            if (api.TypeEqual(type, standard) > 0)
                return number;
        return null;
    }

    /// <summary>The library's type for a number in the order of a file.</summary>
    public long TypeOf(Hdf5Number number) => known.First(k => k.Number == number).Type;

    private long Half(long single)
    {
        // Sign at bit 15, 5 bits of exponent from 10, 10 of mantissa from 0; the fields move before the size shrinks.
        var half = api.TypeCopy(single);
        return half >= 0 && api.TypeSetFields(half, 15, 10, 5, 0, 10) >= 0 && api.TypeSetSize(half, 2) >= 0 && api.TypeSetBias(half, 15) >= 0
            ? half
            : throw new InvalidOperationException("libhdf5 does not make the type of 16-bit floating-point numbers. Install it anew.");
    }
}
