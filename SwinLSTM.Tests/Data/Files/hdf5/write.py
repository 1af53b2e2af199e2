"""Writes the HDF5 and NetCDF files of this folder, with h5py 3.7 (HDF5 1.10.8) and netCDF4 1.6.2: /usr/bin/python3 write.py.

rain.nc, unsigned.nc and missing.nc came with reports and are kept as they came. Values of a block follow value(i) of their place i, row by row;
Hdf5Files.cs in the tests knows the same rule."""
import os

import h5py
import netCDF4
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
shape = (5, 6, 7, 4)


def at(*names):
    path = os.path.join(here, *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.exists(path):
        os.remove(path)
    return path


def value(shape):
    return np.arange(np.prod(shape), dtype='i8').reshape(shape) * 7919 % 30011 - 15000


def low_level(f, name, data, plist, maxshape=None):
    space = h5py.h5s.create_simple(data.shape, maxshape)
    d = h5py.h5d.create(f.id, name.encode(), h5py.h5t.py_create(data.dtype), space, plist)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, data)


def layouts(path, libver):
    """Every layout and every index of blocks that this bound of the library writes."""
    v = value(shape).astype('i4')
    with h5py.File(path, 'w', libver=libver) as f:
        f['contiguous'] = v
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        low_level(f, 'compact', v.astype('>i4'), compact)
        early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        early.set_chunk((2, 3, 7, 2))
        early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        low_level(f, 'implicit', v, early)
        for name, options in dict(
                single=dict(chunks=shape),
                single_gzip=dict(chunks=shape, compression='gzip'),
                plain=dict(chunks=(2, 6, 3, 4)),
                gzip=dict(chunks=(1, 4, 7, 3), compression='gzip', shuffle=True),
                lzf=dict(chunks=(5, 6, 7, 4), compression='lzf'),
                checked=dict(chunks=(3, 2, 2, 2), compression='gzip', fletcher32=True),
                odd=dict(chunks=(4, 5, 5, 3), shuffle=True, fletcher32=True),
                growing=dict(chunks=(2, 6, 7, 4), maxshape=(None, 6, 7, 4)),
                growing_gzip=dict(chunks=(2, 2, 7, 4), maxshape=(None, 6, 7, 4), compression='gzip'),
                growing_inside=dict(chunks=(2, 6, 2, 4), maxshape=(5, 6, None, 4)),
                tree=dict(chunks=(2, 3, 4, 4), maxshape=(None, None, 7, 4), shuffle=True, compression='lzf'),
                tree_plain=dict(chunks=(1, 1, 4, 3), maxshape=(None, None, None, None)),
                scaled=dict(chunks=(2, 3, 7, 4), scaleoffset=True)).items():
            f.create_dataset(name, data=v, **options)
        f.create_dataset('big', data=v.astype('>i4'), chunks=(2, 2, 7, 4), compression='gzip', shuffle=True)
        # More blocks than one page of an index holds.
        f.create_dataset('pages', data=value((60, 60)).astype('i2'), chunks=(1, 2))
        f.create_dataset('pages_growing', data=value((3000, 2)).astype('i2'), chunks=(1, 2), maxshape=(None, 2))
        f.create_dataset('sparse', shape=(20, 3), dtype='f4', chunks=(5, 3), fillvalue=-7)[5:10] = 1
        f.create_dataset('sparse_gzip', shape=(20, 3), dtype='>f4', chunks=(5, 3), fillvalue=-7, compression='gzip', maxshape=(None, 3))[5:10] = 1
        f.create_dataset('never', shape=(20, 3), dtype='>f4', fillvalue=2.5)
        f.create_dataset('never_blocks', shape=(20, 3), dtype='f8', fillvalue=2.5, chunks=(5, 3))
        f.create_dataset('empty', shape=(0, 3), dtype='f4', chunks=(1, 3), maxshape=(None, 3))
        f['scalar'] = np.float32(2.5)
        f['g/deep/x'] = np.arange(5.)
        for i in range(12):
            f['g'].attrs[f'n{i}'] = i
            f['g'].attrs[f't{i}'] = f'text {i}'


def types(path):
    with h5py.File(path, 'w') as f:
        for kind in 'uif':
            for size in (1, 2, 4, 8):
                if kind + str(size) == 'f1':
                    continue
                for order in '<>':
                    f[f'{kind}{size}{"be" if order == ">" else "le"}'] = (np.arange(60).reshape(3, 4, 5) * 2 + (0 if kind == 'u' else -50)).astype(f'{order}{kind}{size}')
        f['extremes'] = np.array([-1e300, -300.7, 0, 1e300, np.nan])
        f['bool'] = np.arange(12).reshape(2, 2, 3) % 3 == 0
        f['text'] = np.array([b'one', b'two'])
        f['words'] = ['one', 'two']
        f['pair'] = np.zeros(2, dtype=[('a', 'i4'), ('b', 'f4')])
        f.create_dataset('weather', data=np.array([0, 2, 1], 'u1'), dtype=h5py.enum_dtype(dict(SUN=0, RAIN=1, SNOW=2), 'u1'))
        f.create_dataset('nothing', data=h5py.Empty('f4'))
        f.attrs.update(text='Grüße', bytes=np.bytes_('abc'), texts=['a', 'bb', ''], number=3, numbers=np.arange(4, dtype='f4') / 2, half=np.float16(.25),
                       big=np.arange(2, dtype='>f4'), largest=np.uint64(2**64 - 1), nothing=h5py.Empty('f4'), pair=np.zeros(1, dtype=[('a', 'i4'), ('b', 'f4')]))


def odd(folder):
    """What is refused."""
    with h5py.File(at(folder, 'links.h5'), 'w', libver='latest') as f:
        f['x'] = np.arange(5.)
        f['g/y'] = np.arange(3)
        f['soft'] = h5py.SoftLink('/x')
        f['loop'] = h5py.SoftLink('/loop')
        f['away'] = h5py.ExternalLink('layouts-latest.h5', '/single')
        f['dangling'] = h5py.SoftLink('/nowhere')
    with h5py.File(at(folder, 'links-old.h5'), 'w') as f:
        f['x'] = np.arange(5.)
        f['loop'] = h5py.SoftLink('/loop')
        f['near'] = h5py.SoftLink('near')
        g = f.create_group('a/b')
        g['up'] = f['a']
        g['x'] = np.arange(3)
    with h5py.File(at(folder, 'loop.h5'), 'w', libver='latest') as f:
        f['x'] = np.arange(5.)
        f['one'] = h5py.SoftLink('two')
        f['two'] = h5py.SoftLink('one')
    with h5py.File(at(folder, 'outside.h5'), 'w') as f:
        f.create_dataset('raw', shape=(4,), dtype='u1', external=[('write.py', 0, 4)])
        layout = h5py.VirtualLayout(shape=(5,), dtype='f8')
        layout[:] = h5py.VirtualSource('links.h5', 'x', shape=(5,))
        f.create_virtual_dataset('virtual', layout)
    with h5py.File(at(folder, 'filters.h5'), 'w') as f:
        noise = np.random.RandomState(1).randint(-2**31, 2**31 - 1, (40, 50)).astype('i4')
        f.create_dataset('noise', data=noise, chunks=(7, 50), compression='lzf')
        f.create_dataset('noise_shuffled', data=noise, chunks=(7, 50), compression='lzf', shuffle=True)
        f.create_dataset('noise_gzip', data=noise, chunks=(7, 50), compression='gzip', shuffle=True)
        f.create_dataset('huge', shape=(1 << 20, 1 << 20, 1 << 20), dtype='f8', chunks=(1, 1024, 1024), compression='gzip')
        f.create_dataset('huge_block', shape=(1 << 20, 1 << 20), dtype='f8', chunks=(1 << 14, 1 << 12), compression='gzip')
        f.create_dataset('bomb', data=np.zeros(1 << 20, 'u1'), chunks=(1 << 20,), compression='gzip')
    for block in (512, 1024, 4096):
        with h5py.File(at(folder, f'block{block}.h5'), 'w', userblock_size=block, libver='earliest' if block < 4096 else 'latest') as f:
            f['x'] = value((6, 5)).astype('i4')
            f.create_dataset('y', data=value((6, 5)).astype('i4'), chunks=(2, 5), compression='gzip')
            f.attrs['t'] = 'text'


def conventions(path):
    with netCDF4.Dataset(path, 'w') as f:
        f.createDimension('x', 8)

        def add(name, kind, stored, fill=None, **attributes):
            v = f.createVariable(name, kind, ('x',), fill_value=fill)
            v.set_auto_maskandscale(False)
            v.setncatts(attributes)
            v[:] = np.array(stored, v.dtype)

        ramp = np.arange(8)
        add('plain', 'f4', ramp / 2)
        add('fill', 'i2', ramp, fill=3, scale_factor=.5, add_offset=10.)
        add('missing_vector', 'i2', ramp, missing_value=np.array([2, 5], 'i2'))
        add('missing_wide', 'f4', [0, 1, 1e20, 3, -999.99, 5, 6, 7], missing_value=np.array([1e20, -999.99]))
        add('missing_none', 'i2', ramp, missing_value=np.array([1e20, 2.5]))
        add('missing_text', 'i2', ramp, missing_value='4')
        add('range', 'i2', ramp, valid_range=np.array([2, 5], 'i2'), scale_factor=2.)
        add('range_wide', 'i2', ramp, valid_range=np.array([2., 5.]), scale_factor=.5)
        add('limits', 'f4', ramp, valid_min=1.5, valid_max=np.float32(6))
        add('least', 'u1', ramp, valid_min=np.uint8(2))
        add('whole', 'i4', ramp, valid_min=1.5, valid_max=5.5)
        add('unsigned', 'i1', [0, 1, 127, -128, -2, -1, 5, 6], fill=-1, _Unsigned='true', valid_max=np.int8(-2))
        add('signed', 'i1', [0, 1, 127, -128, -2, -1, 5, 6], _Unsigned='false')
        add('unsigned_text', 'i2', [0, 1, 2, 3, -2, -1, 5, 6], _Unsigned='True', missing_value=np.int32(65535), scale_factor='0.5')
        add('both', 'f8', ramp, fill=1., missing_value=2.)
        add('nan', 'f4', [0, np.nan, 2, 3, 4, 5, 6, 7], fill=np.nan)
        add('largest', 'u8', [0, 2**64 - 2, 2**64 - 1, 3, 4, 5, 6, 7])
        for kind in ('i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f4', 'f8'):
            v = f.createVariable(f'written_{kind}', kind, ('x',))
            v[:4] = ramp[:4]
        add('wrong_range', 'i2', ramp, valid_range=np.array([1, 2, 3], 'i2'))
        add('wrong_scale', 'i2', ramp, scale_factor='half')
        add('zero_scale', 'i2', ramp, scale_factor=0.)


def climate(path, axes, calendar='standard', units='hours since 2010-01-01', order='<', extra=()):
    """t2m over named axes; each value tells where it lies: ten thousands of the first axis, hundreds of the next to last, ones of the last."""
    with netCDF4.Dataset(path, 'w') as f:
        for name, values in axes.items():
            f.createDimension(name, len(values))
            c = f.createVariable(name, 'f8' if name in ('lat', 'lon', 'latitude', 'longitude') else 'i4', (name,))
            c[:] = values
            if 'time' in name:
                c.units, c.calendar = units, calendar
            if 'level' in name:
                c.units = 'hPa'
        v = f.createVariable('t2m', 'f4', tuple(axes), zlib=True, endian='big' if order == '>' else 'little')
        v.units = 'K'
        grid = np.zeros([len(a) for a in axes.values()])
        for axis, length in enumerate(grid.shape):
            grid = grid + np.arange(length).reshape([-1 if i == axis else 1 for i in range(grid.ndim)]) * 10. ** (2 * (grid.ndim - 1 - axis))
        v[:] = grid


def frames(path):
    """Clips in every order of axes: u1, u2 (big-endian, packed), f8."""
    with h5py.File(path, 'w') as f:
        for axes in ('THW', 'HWT', 'TCHW', 'THWC', 'NTHW', 'NHWT', 'TNCHW', 'CWHTN', 'HW', 'CHW'):
            v = np.arange(3 * 6 * 2 * 20).reshape(3, 6, 2, 4, 5) % 251  # N T C H W
            v = v[:3 if 'N' in axes else 1, :6 if 'T' in axes else 1, :2 if 'C' in axes else 1]
            left = [a for a in 'NTCHW' if a in axes]
            v = v.reshape([s for a, s in zip('NTCHW', v.shape) if a in axes]).transpose([left.index(a) for a in axes])
            g = f.create_group(axes)
            g['u1'] = v.astype('u1')
            g.create_dataset('u2', data=v.astype('>u2'), chunks=tuple(max(1, s // 2) for s in v.shape), compression='gzip')
            g['f8'] = v.astype('>f8')
        f.create_dataset('wide', shape=(2, 100000, 100000), dtype='u1', chunks=(1, 1000, 1000))


def scans(folder):
    """A radar scan each, every five minutes; that of minute 10 is missing. One more is larger."""
    for minute in (0, 5, 15, 20, 25):
        with h5py.File(at(folder, f'RAD_NL25_2026060112{minute:02}.h5') if minute < 25 else at('scan-larger.h5'), 'w') as f:
            d = f.create_dataset('image1/image_data', data=np.full((4 if minute < 25 else 6, 5), minute, 'u1'), compression='gzip')
            d.attrs['missing_value'] = np.uint8(255)
            d[0, 0] = 255
            f['what'] = 0
            f['what'].attrs.update(date=np.bytes_('20260601'), time=np.bytes_(f'12{minute:02}00'))


def half(path, **options):
    """12,000 frames, of which every second was never written."""
    with h5py.File(path, 'w', **options) as f:
        d = f.create_dataset('frames', shape=(12000, 2, 2), dtype='i1', chunks=(1, 2, 2), maxshape=(None, 2, 2), fillvalue=-7)
        for t in range(0, 12000, 2):
            d[t] = t % 100


def small(folder):
    """Little files of the older and the newer kind, to be damaged."""
    def fill(f):
        f['a'] = np.arange(24, dtype='>i2').reshape(2, 3, 4)
        f.create_dataset('vil', data=np.arange(432).reshape(3, 4, 4, 9) % 251, dtype='u1', chunks=(1, 4, 4, 9), compression='gzip', shuffle=True)
        f['a'].attrs.update(units=np.bytes_('K'), scale_factor=np.float32(.5))
        f['g/x'] = np.arange(5.)
        f['soft'] = h5py.SoftLink('/g/x')
        for i in range(10):
            f['vil'].attrs[f't{i}'] = f'text {i}'
    for name, libver in dict(old='earliest', middle='v108', new='latest').items():
        with h5py.File(at(folder, f'damage-{name}.h5'), 'w', libver=(libver, libver) if libver == 'v108' else libver) as f:
            fill(f)
            for kind, options in dict(tree=dict(maxshape=(None, None)), growing=dict(maxshape=(None, 6), compression='lzf'), fixed=dict(fletcher32=True)).items():
                f.create_dataset(kind, data=value((8, 6)).astype('i2'), chunks=(2, 3), **options)
    climate(at(folder, 'damage-names.nc'), dict(time=range(6), lat=[-45., 45.], lon=[0., 120., 240.]))


for bound in ('earliest', 'v108', 'latest'):
    layouts(at(f'layouts-{bound}.h5'), ('v108', 'v108') if bound == 'v108' else bound)
types(at('types.h5'))
odd('.')
conventions(at('conventions.nc'))
climate(at('climate.nc'), dict(time=range(6), lat=[-45., 45.], lon=[0., 120., 240.]))
climate(at('levels.nc'), dict(time=range(3), level=[500, 850], lat=[-45., 45.], lon=[0., 120., 240.]), order='>')
climate(at('versions.nc'), dict(time=range(3), expver=[1, 5], latitude=[-45., 45.], longitude=[0., 120., 240.]))
climate(at('members.nc'), dict(number=range(2), time=range(3), latitude=[-45., 45.], longitude=[0., 120., 240.]))
climate(at('last.nc'), dict(lat=[-45., 45.], lon=[0., 120., 240.], time=range(6)))
frames(at('frames.h5'))
scans('scans')
half(at('half-tree.h5'))
half(at('half-array.h5'), libver='latest')
small('.')
