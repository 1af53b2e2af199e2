namespace SwinLSTM.Tests;

/// <summary>SEVIR in miniature: the catalogue and files of its layout, with frames of 12 x 9 instead of 384 x 384, written by h5py.</summary>
internal static class SevirFiles
{
    public const int Height = 12;
    public const int Width = 9;
    public const int Times = 49;

    /// <summary>The value of an event, of files 0 (2018) and 1 (2019).</summary>
    public static int Value(int file, int index, int time, int y, int x) => ((file * 41) + (index * 17) + (time * 5) + (y * 3) + x) % 254;

    /// <summary>
    /// Makes the folder: 6 events of 2018 (the 3rd with missing values, the 4th twice in the catalogue), 4 of 2019 (two before June, two after it),
    /// and rows of other images. The 1st event of 2018 has the value 255 at time 20, row 1, column 2.
    /// </summary>
    public static void Make(string folder) => ForeignTools.Python("""
        import sys, os, h5py, numpy as np
        root = sys.argv[1]
        rows = ['id,file_name,file_index,img_type,time_utc,minute_offsets,pct_missing,proj']
        def add(name, image, year, file, count, times, dtype):
            path = f'{image}/{year}/{name}.h5'
            os.makedirs(os.path.dirname(f'{root}/data/{path}'), exist_ok=True)
            n, y, x, t = np.meshgrid(np.arange(count), np.arange(12), np.arange(9), np.arange(49), indexing='ij')
            v = ((file * 41 + n * 17 + t * 5 + y * 3 + x) % 254).astype(dtype)
            if file == 0 and image == 'vil': v[0, 1, 2, 20] = 255
            with h5py.File(f'{root}/data/{path}', 'w') as f:
                f.create_dataset(image, data=v, chunks=(1, 12, 9, 49), **({'compression': 'gzip'} if file else {}))
                f['id'] = np.array([f'S{file}{i}' for i in range(count)], dtype='S10')
            for i in range(count):
                rows.append(f'S{file}{i},{path},{i},{image},{times[i]},"-120:-115,x",{"2.5" if (file, i) == (0, 2) else "0.0"},+proj=laea')
            return path
        path = add('SEVIR_VIL_STORMEVENTS_2018_0101_0630', 'vil', 2018, 0, 6, [f'2018-0{i + 1}-01 12:00:00' for i in range(6)], 'u1')
        rows.append(f'S03,{path},5,vil,2018-04-01 12:00:00,"",0.0,')
        add('SEVIR_VIL_STORMEVENTS_2019_0101_0630', 'vil', 2019, 1, 4, ['2019-01-01 00:00:05', '2019-05-31 23:55:00', '2019-06-01 00:05:00', '2019-07-04 01:00:00'], 'u1')
        add('SEVIR_IR069_STORMEVENTS_2018', 'ir069', 2018, 0, 2, ['2018-01-01 12:00:00'] * 2, 'i2')
        os.makedirs(f'{root}/data/odd', exist_ok=True)
        open(f'{root}/CATALOG.csv', 'w').write('\r\n'.join(rows) + '\r\n')
        """, folder);
}
