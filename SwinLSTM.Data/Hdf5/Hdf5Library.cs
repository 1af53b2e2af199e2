using System.Runtime.InteropServices;

namespace SwinLSTM.Data;

/// <summary>
/// Finds the system's libhdf5 when the first file is opened. The library keeps global state and is mostly built without support for threads,
/// so every call of it in this process waits for one lock.
/// </summary>
internal static class Hdf5Library
{
    /// <summary>The environment variable that points at a library in an unusual place.</summary>
    public const string Variable = "SWINLSTM_HDF5";

    /// <summary>Held during every call of libhdf5.</summary>
    public static readonly Lock Gate = new();

    // 1.10.5 is where reading a chunk as it is stored became reliable; identifiers have 64 bits since 1.10.0.
    private static readonly Version Oldest = new(1, 10, 5);

    private static readonly string[] Names =
    [
        "libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5_serial.so", // Debian and Ubuntu
        "libhdf5.so", "libhdf5.so.103", "libhdf5.so.200", "libhdf5.so.310", "libhdf5.so.320",
        "libhdf5.dylib", "/opt/homebrew/lib/libhdf5.dylib", "/usr/local/lib/libhdf5.dylib",
        "hdf5.dll", "libhdf5.dll", "libhdf5-0.dll",
    ];

    private static Hdf5Api? loaded;

    /// <summary>The library, loaded once. Call with <see cref="Gate"/> held.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is too old.</exception>
    public static Hdf5Api Api => loaded ??= Load(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Loads the library from <paramref name="place"/>, or from where systems keep it if that is empty.</summary>
    internal static Hdf5Api Load(string? place)
    {
        foreach (var name in string.IsNullOrEmpty(place) ? Names : [place])
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            var version = Hdf5Api.Version(library)
                ?? throw new InvalidOperationException($"{name} was loaded, but it is not libhdf5. Let {Variable} name the library itself.");
            if (version < Oldest)
                throw new InvalidOperationException($"{name} is libhdf5 {version}; {Oldest} or later is needed. {Install}");
            return new(library);
        }
        throw new InvalidOperationException(string.IsNullOrEmpty(place)
            ? $"HDF5 and NetCDF-4 files are read through libhdf5, which is not on this machine. {Install}"
            : $"{Variable} is '{place}', and no library can be loaded from there. Correct it, or unset it to search where systems keep libhdf5. {Install}");
    }

    private const string Install =
        $"Install it with `apt-get install libhdf5-103-1` (Debian 12, Ubuntu 22.04 and 24.04) or `libhdf5-310` (Debian 13), `brew install hdf5` (macOS), or on " +
        $"Windows the HDF5 installer of the HDF Group; or let the environment variable {Variable} hold the path of the library.";
}
