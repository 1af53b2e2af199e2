namespace SwinLSTM.Tests;

/// <summary>HDF5 and NetCDF-4 files of all kinds, written by h5py. Every block of values counts: value i of a dataset is <see cref="Value"/> of i.</summary>
public sealed class Hdf5Files : IDisposable
{
    public static readonly long[] Shape = [5, 6, 7, 4];

    private readonly TemporaryFolder folder = new();

    public Hdf5Files()
    {
        ForeignTools.Python(Common + Types, this["types.h5"]);
        ForeignTools.Python(Common + Layouts, this["layouts.h5"], this["other.h5"]);
        ForeignTools.Python(Common + Odd, this["odd.h5"], this["block.h5"], this["loop.h5"]);
        ForeignTools.Python(Common + Small, this["old.h5"], this["new.h5"], this["names.nc"], this["heap.h5"]);
    }

    public string this[string name] => folder[name];

    public static int Value(long i) => (int)(i * 7919 % 30011) - 15000;

    public void Dispose() => folder.Dispose();

    private const string Common = """
        import sys, h5py, numpy as np
        paths = sys.argv[1:]
        def value(shape): return np.arange(np.prod(shape), dtype='i8').reshape(shape) * 7919 % 30011 - 15000

        """;

    private const string Types = """
        with h5py.File(paths[0], 'w') as f:
            for kind in 'uif':
                for size in (1, 2, 4, 8):
                    if kind + str(size) == 'f1': continue
                    for order in '<>':
                        f[f'{kind}{size}{"be" if order == ">" else "le"}'] = (np.arange(60).reshape(3, 4, 5) * 2 + (0 if kind == 'u' else -50)).astype(f'{order}{kind}{size}')
            f['extremes'] = np.array([-1e300, -300.7, -1.5, 0, 1.5, 254.9, 300.7, 1e300, np.nan])
            f['scalar'] = np.float32(2.5)
            f['text'] = np.array([b'one', b'two'])
            f['bool'] = np.array([True, False])
            f['pair'] = np.zeros(2, dtype=[('a', 'i4'), ('b', 'f4')])
            f.attrs['text'] = 'Grüße'
            f.attrs['bytes'] = np.bytes_('abc')
            f.attrs['texts'] = ['a', 'bb', '']
            f.attrs['number'] = 3
            f.attrs['numbers'] = np.arange(4, dtype='>f4') / 2
            f.attrs['half'] = np.float16(0.25)
            f['u1le'].attrs['units'] = 'K'
        with h5py.File(paths[0], 'a', libver='latest') as f:
            d = f.create_dataset('group/dense', data=np.arange(3))
            for i in range(20): d.attrs[f'n{i}'] = i; d.attrs[f'b{i}'] = np.bytes_(f'text {i}')
        """;

    private const string Layouts = """
        with h5py.File(paths[0], 'w') as f:
            v = value((5, 6, 7, 4)).astype('i4')
            f['contiguous'] = v
            for name, options in dict(
                    plain=dict(chunks=(2, 6, 3, 4)), gzip=dict(chunks=(1, 4, 7, 3), compression='gzip', shuffle=True), lzf=dict(chunks=(5, 6, 7, 4), compression='lzf'),
                    checked=dict(chunks=(3, 2, 2, 2), compression='gzip', fletcher32=True), odd=dict(chunks=(4, 5, 5, 3), shuffle=True, fletcher32=True)).items():
                f.create_dataset(name, data=v, **options)
            f.create_dataset('big', data=v.astype('>i4'), chunks=(2, 2, 7, 4), compression='gzip', shuffle=True)
            noise = np.random.RandomState(1).randint(-2**31, 2**31 - 1, (40, 50)).astype('i4')
            f.create_dataset('noise', data=noise, chunks=(7, 50), compression='lzf'); f['noise_plain'] = noise
            f.create_dataset('sparse', shape=(20, 3), dtype='f4', chunks=(5, 3), fillvalue=-7)[5:10] = 1
            f.create_dataset('never', shape=(20, 3), dtype='>f4', fillvalue=2.5)
            low = h5py.h5p.create(h5py.h5p.DATASET_CREATE); low.set_layout(h5py.h5d.COMPACT)
            h5py.h5d.create(f.id, b'compact', h5py.h5t.STD_I32BE, h5py.h5s.create_simple(v.shape), low).write(h5py.h5s.ALL, h5py.h5s.ALL, v.astype('>i4'))
        with h5py.File(paths[1], 'w', libver='latest') as f: # the newer kinds of index
            for name, options in dict(single=dict(chunks=(5, 6, 7, 4), compression='gzip'), fixed=dict(chunks=(2, 3, 7, 4)), growing=dict(chunks=(2, 6, 7, 4), maxshape=(None, 6, 7, 4), compression='gzip'),
                    tree=dict(chunks=(2, 3, 4, 4), maxshape=(None, None, 7, 4), shuffle=True, compression='lzf')).items():
                f.create_dataset(name, data=v, **options)
            for i in range(60): f.create_dataset(f'many/{i}', data=np.arange(i + 1))
        """;

    private const string Odd = """
        import os
        with h5py.File(paths[0], 'w') as f:
            f['x'] = np.arange(5.)
            f['soft'] = h5py.SoftLink('/x'); f['loop'] = h5py.SoftLink('/loop')
            f['away'] = h5py.ExternalLink('other.h5', '/single')
            f.create_dataset('raw', shape=(4,), dtype='u1', external=[('/etc/passwd', 0, 4)])
            layout = h5py.VirtualLayout(shape=(5,), dtype='f8'); layout[:] = h5py.VirtualSource('other.h5', 'x', shape=(5,))
            f.create_virtual_dataset('virtual', layout)
            f.create_dataset('packed', data=np.arange(1000).reshape(10, 100), chunks=(10, 10), scaleoffset=True)
            f['group/y'] = np.arange(3)
            f.create_dataset('huge', shape=(1 << 20, 1 << 20, 1 << 20), dtype='f8', chunks=(1, 1024, 1024), compression='gzip')
            f.create_dataset('none', shape=(0, 3), dtype='f4', chunks=(1, 3), maxshape=(None, 3))
        with h5py.File(paths[1], 'w', userblock_size=1024) as f:
            f['x'] = value((6, 5)).astype('i4'); f.create_dataset('y', data=value((6, 5)).astype('i4'), chunks=(2, 5), compression='gzip'); f.attrs['t'] = 'text'
        with h5py.File(paths[2], 'w') as f:
            g = f.create_group('a/b'); g['up'] = f['a']; g['x'] = np.arange(3)
        """;

    private const string Small = """
        def fill(f):
            f['a'] = np.arange(24, dtype='>i2').reshape(2, 3, 4)
            f.create_dataset('vil', data=np.arange(432).reshape(3, 4, 4, 9) % 251, dtype='u1', chunks=(1, 4, 4, 9), compression='gzip', shuffle=True)
            f['a'].attrs['units'] = np.bytes_('K'); f['a'].attrs['scale_factor'] = np.float32(.5); f['g/x'] = np.arange(5.)
        with h5py.File(paths[0], 'w') as f: fill(f); f['soft'] = h5py.SoftLink('/g/x')
        with h5py.File(paths[1], 'w', libver='latest') as f: fill(f)
        with h5py.File(paths[2], 'w') as f:
            for name, v in dict(time=np.arange(6), lat=np.array([-45., 45.]), lon=np.arange(3) * 120.).items():
                f[name] = v; f[name].make_scale(name)
            t = f.create_dataset('t', data=np.arange(36, dtype='i2').reshape(6, 2, 3), chunks=(1, 2, 3), compression='gzip')
            for i, name in enumerate(('time', 'lat', 'lon')): t.dims[i].attach_scale(f[name])
            t.attrs.update(scale_factor=0.5, add_offset=10., _FillValue=np.int16(7), missing_value=np.int16(8), units=np.bytes_('K'))
            f['time'].attrs.update(units='hours since 2010-01-01', calendar='standard')
        with h5py.File(paths[3], 'w') as f:
            for i in range(12): f.attrs[f'a{i}'] = f'text {i}'
            f.attrs['many'] = ['x', 'yy', 'zzz']; f['d'] = 1; f['d'].attrs['t'] = 'more'
        """;
}
