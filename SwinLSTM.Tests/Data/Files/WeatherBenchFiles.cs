namespace SwinLSTM.Tests;

/// <summary>WeatherBench in miniature: a folder for each variable, a NetCDF file for each year, a grid of 4 x 6, few hours a year, written by h5py.</summary>
internal static class WeatherBenchFiles
{
    public const int Height = 4;
    public const int Width = 6;

    /// <summary>The value of a variable (by its first letter) at a level, in a year, at an hour from its first, at a point.</summary>
    public static float Value(char variable, int level, int year, int hour, int point) => (float)((variable * 3) + (level / 50.0) + ((year - 2000) * 7) + (hour * 0.5) + (point * 0.25));

    /// <summary>Makes one variable.</summary>
    /// <param name="folder">The folder of WeatherBench.</param>
    /// <param name="variable">Its name in the files.</param>
    /// <param name="name">The folder and beginning of the files' names.</param>
    /// <param name="spans">A file each: <c>year:first day and hour:hours</c>, such as <c>2010:01-01T00:30</c> for 30 hours; several joined by + go into one file with a gap.</param>
    /// <param name="levels">Levels, or none.</param>
    /// <param name="more">More Python, with f the file, v the values.</param>
    public static void Make(string folder, string variable, string name, IEnumerable<string> spans, string levels = "", string more = "") => ForeignTools.Python("""
        import sys, os, h5py, numpy as np
        root, variable, name, spans, levels, more = sys.argv[1:]
        levels = [int(l) for l in levels.split()]
        os.makedirs(f'{root}/{name}', exist_ok=True)
        for span in spans.split():
            times, values = [], []
            for part in span.split('+'):
                year, day, hours = part.split(':')
                first = np.datetime64(f'{year}-{day}', 'h')
                offset = int((first - np.datetime64(f'{year}-01-01T00', 'h')).astype(int))
                for h in range(int(hours)):
                    t = first + np.timedelta64(h, 'h')
                    y = int(str(t)[:4])
                    hour = int((t - np.datetime64(f'{y}-01-01T00', 'h')).astype(int))
                    times.append(int((t - np.datetime64('1900-01-01T00', 'h')).astype(int)))
                    values.append([[ord(variable[0]) * 3 + l / 50.0 + (y - 2000) * 7 + hour * 0.5 + p * 0.25 for p in range(24)] for l in (levels or [0])])
            v = np.array(values, 'f4').reshape([len(times)] + ([len(levels)] if levels else []) + [4, 6])
            with h5py.File(f'{root}/{name}/{name}_{span.split(":")[0]}_5.625deg.nc', 'w') as f:
                axes = dict(time=np.array(times, 'i8'), **({'level': np.array(levels, 'i4')} if levels else {}), lat=np.array([-67.5, -22.5, 22.5, 67.5]), lon=np.arange(6) * 60.)
                for n, a in axes.items(): f[n] = a; f[n].make_scale(n)
                f['time'].attrs['units'] = np.bytes_('hours since 1900-01-01'); f['time'].attrs['calendar'] = np.bytes_('proleptic_gregorian')
                exec(more.split('===')[0])
                d = f.create_dataset(variable, data=v, chunks=(1,) + v.shape[1:] if span.startswith('2010') else None)
                for i, n in enumerate(axes): d.dims[i].attach_scale(f[n])
                exec(more.split('===')[-1] if '===' in more else '')
        """, folder, variable, name, string.Join(' ', spans), levels, more);

    /// <summary>A file for each year from 2010 to 2018, so many hours each.</summary>
    public static string[] Years(int hours) => [.. Enumerable.Range(2010, 9).Select(year => $"{year}:01-01T00:{hours}")];
}
