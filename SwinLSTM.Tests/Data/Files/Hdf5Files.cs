namespace SwinLSTM.Tests;

/// <summary>Files that h5py and netCDF4 wrote: <c>Data/Files/hdf5</c>, by the script <c>write.py</c> there.</summary>
internal static class Hdf5Files
{
    public static readonly long[] Shape = [5, 6, 7, 4];

    public static string At(string name) => Repository.At($"SwinLSTM.Tests/Data/Files/hdf5/{name}");

    /// <summary>The value at a place of a block, counted row by row.</summary>
    public static int Value(long i) => (int)(i * 7919 % 30011) - 15000;
}

/// <summary>Data sets in miniature: <c>Data/Files/datasets</c>, by the script <c>write.py</c> there.</summary>
internal static class DatasetFiles
{
    public const int SevirHeight = 12, SevirWidth = 9;

    public static string At(string name) => Repository.At($"SwinLSTM.Tests/Data/Files/datasets/{name}");

    /// <summary>The byte of an event of SEVIR, of files 0 (2018) and 1 (2019).</summary>
    public static int Sevir(int file, int index, int time, int y, int x) => ((file * 41) + (index * 17) + (time * 5) + (y * 3) + x) % 254;

    /// <summary>The value of a variable of WeatherBench (by its first letter) at a level, in a year, at an hour from its first, at a
    /// point.</summary>
    public static float Weather(char variable, int level, int year, int hour, int point) =>
        (float)((variable * 3) + (level / 50.0) + ((year - 2000) * 7) + (hour * 0.5) + (point * 0.25));

    /// <summary>A copy, to change something in it.</summary>
    public static void Copy(string name, string to)
    {
        foreach (var file in Directory.EnumerateFiles(At(name), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(At(name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
