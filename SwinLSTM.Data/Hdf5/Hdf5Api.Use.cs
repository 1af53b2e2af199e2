using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

internal sealed unsafe partial class Hdf5Api
{
    /// <summary>A constant such as H5T_STD_I16BE_g: a variable that the library exports, filled by H5open.</summary>
    public long Constant(string name) => *(long*)Find(name);

    /// <summary>Which version a loaded library is; null where it is something else.</summary>
    public static Version? Version(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "H5get_libversion", out var function))
            return null;
        uint major, minor, release;
        return ((delegate* unmanaged[Cdecl]<uint*, uint*, uint*, int>)function)(&major, &minor, &release) < 0
            ? null
            : new((int)major, (int)minor, (int)release);
    }

    /// <summary>The shape of a dataspace; null where it has none, being empty.</summary>
    /// <exception cref="InvalidDataException">The space is damaged.</exception>
    public long[]? ShapeOf(long space)
    {
        const int MaxRank = 32;
        var rank = SpaceRank(space);
        if (SpaceClass(space) == 2)
            return null;
        var shape = stackalloc ulong[MaxRank];
        if (rank is < 0 or > MaxRank || SpaceShape(space, shape, null) != rank)
            return [-1];
        return [.. new ReadOnlySpan<long>(shape, rank)];
    }

    /// <summary>How many values a dataspace has; -1 where that is no number a file can have.</summary>
    public long CountOf(long space) => ShapeOf(space) is { } shape ? CountOf(shape) : 0;

    /// <inheritdoc cref="CountOf(long)"/>
    public static long CountOf(ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        foreach (var size in shape)
        {
            if (size < 0 || (count *= size) > long.MaxValue)
                return -1;
        }
        return (long)count;
    }

    private long FilesWithoutLocks()
    {
        var access = PropertiesCreate(Constant("H5P_CLS_FILE_ACCESS_ID_g"));
        if (access < 0 || PropertiesSetCloseDegree(access, 3) < 0 || (PropertiesSetLocking is not null && PropertiesSetLocking(access, 0, 1) < 0))
            throw new InvalidOperationException("libhdf5 does not take the settings to open files with. Install it anew.");
        return access;
    }

    private long LinksWithinTheFile()
    {
        var access = PropertiesCreate(Constant("H5P_CLS_LINK_ACCESS_ID_g"));
        if (access < 0 || PropertiesSetExternal(access, &Refuse, null) < 0)
            throw new InvalidOperationException("libhdf5 does not take the settings to follow links with. Install it anew.");
        return access;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Refuse(byte* parentFile, byte* parentGroup, byte* file, byte* link, uint* flags, long access, void* data) => -1;

    private nint Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryGetExport(library, name, out var function))
                return function;
        throw new InvalidOperationException($"libhdf5 {Version(library)} has no {names[0]}. Use 1.10.5 to 1.14, with its functions of earlier versions kept.");
    }
}
