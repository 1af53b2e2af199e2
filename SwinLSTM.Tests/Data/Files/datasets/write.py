"""Writes small files of exactly the published layouts, with numpy 1.24 and h5py 3.7: /usr/bin/python3 write.py.

SEVIR, WeatherBench and TaxiBJ for their tests, and the same with something to look at for the pictures of docs/data.md (gallery)."""
import os
import shutil

import h5py
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def at(*names):
    path = os.path.join(here, *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def sevir():
    """6 events of 2018 (the 3rd with missing values, the 4th twice in the catalogue), 4 of 2019 (two before June, two after it), and satellite images.
    Frames of 12 x 9. The 1st event of 2018 has the value 255 at time 20, row 1, column 2."""
    rows = ['id,file_name,file_index,img_type,time_utc,minute_offsets,pct_missing,proj']

    def add(name, image, year, file, count, times, dtype):
        path = f'{image}/{year}/{name}.h5'
        n, y, x, t = np.meshgrid(np.arange(count), np.arange(12), np.arange(9), np.arange(49), indexing='ij')
        v = ((file * 41 + n * 17 + t * 5 + y * 3 + x) % 254).astype(dtype)
        if file == 0 and image == 'vil':
            v[0, 1, 2, 20] = 255
        with h5py.File(at('sevir', 'data', path), 'w') as f:
            f.create_dataset(image, data=v, chunks=(1, 12, 9, 49), compression='gzip')
            f['id'] = np.array([f'S{file}{i}' for i in range(count)], dtype='S10')
        for i in range(count):
            rows.append(f'S{file}{i},{path},{i},{image},{times[i]},"-120:-115,x",{"2.5" if (file, i) == (0, 2) else "0.0"},+proj=laea')
        return path

    path = add('SEVIR_VIL_STORMEVENTS_2018_0101_0630', 'vil', 2018, 0, 6, [f'2018-0{i + 1}-01 12:00:00' for i in range(6)], 'u1')
    rows.append(f'S03,{path},5,vil,2018-04-01 12:00:00,"",0.0,')
    add('SEVIR_VIL_STORMEVENTS_2019_0101_0630', 'vil', 2019, 1, 4, ['2019-01-01 00:00:05', '2019-05-31 23:55:00', '2019-06-01 00:05:00', '2019-07-04 01:00:00'], 'u1')
    add('SEVIR_IR069_STORMEVENTS_2018', 'ir069', 2018, 0, 2, ['2018-01-01 12:00:00'] * 2, 'i2')
    with open(at('sevir', 'CATALOG.csv'), 'w', newline='') as f:
        f.write('\r\n'.join(rows) + '\r\n')
    # Times before rows and columns, which SEVIR does not have.
    with h5py.File(at('sevir-turned.h5'), 'w') as f:
        f['vil'] = np.zeros((6, 49, 12, 12), 'u1')


def weather_file(path, variable, span, levels=(), change=None, scale=None, order='time level lat lon'):
    """The value of a variable (by its first letter) at a level, in a year, at an hour from its first, at a point."""
    times, values = [], []
    for part in span.split('+'):
        year, day, hours = part.split(':')
        first = np.datetime64(f'{year}-{day}', 'h')
        for h in range(int(hours)):
            t = first + np.timedelta64(h, 'h')
            y = int(str(t)[:4])
            hour = int((t - np.datetime64(f'{y}-01-01T00', 'h')).astype(int))
            times.append(int((t - np.datetime64('1900-01-01T00', 'h')).astype(int)))
            values.append([[ord(variable[0]) * 3 + l / 50.0 + (y - 2000) * 7 + hour * 0.5 + p * 0.25 for p in range(24)] for l in (levels or [0])])
    axes = dict(time=np.array(times, 'i4'), level=np.array(levels, 'i4'), lat=np.array([-67.5, -22.5, 22.5, 67.5]), lon=np.arange(6) * 60.)
    if not levels:
        del axes['level']
    v = np.array(values, 'f4').reshape([len(a) for a in axes.values()])
    names = [n for n in order.split() if n in axes]
    v = v.transpose([list(axes).index(n) for n in names])
    attributes = dict(units='K')
    calendar = 'proleptic_gregorian'
    if scale:
        v = np.round(v * 4).astype('i2')
        v.flat[7] = -999
        attributes.update(scale_factor=.25, _FillValue=np.int16(-999))
    if change == 'grid':
        axes['lat'] = axes['lat'] + 1
    elif change == 'twice':
        axes['time'][3] = axes['time'][4]
    elif change == 'no lon':
        del axes['lon']
    elif change == 'calendar':
        calendar = '360_day'
    elif change == 'flat':
        v, axes, names = v.reshape(len(v), 24), dict(time=axes['time'], lat=np.arange(24.)), ['time', 'lat']
    elif change == 'versions':
        v, axes = np.stack([v, v], 1), dict(time=axes['time'], expver=np.array([1, 5]), lat=axes['lat'], lon=axes['lon'])
        names = list(axes)
    elif change == 'one version':
        v, axes = v[:, None], dict(time=axes['time'], expver=np.array([1]), lat=axes['lat'], lon=axes['lon'])
        names = list(axes)
    elif change == 'pascal':
        axes['level'] = axes['level'] * 100
    with h5py.File(path, 'w', libver='latest') as f:
        for n, a in axes.items():
            f[n] = a
            f[n].make_scale(n)
        f['time'].attrs.update(units='hours since 1900-01-01', calendar=calendar)
        if 'level' in axes:
            f['level'].attrs['units'] = 'Pa' if change == 'pascal' else 'millibars'
        d = f.create_dataset(variable, data=v, chunks=(1,) + v.shape[1:] if span.startswith('2015') else None, compression='gzip' if span.startswith('2015') else None)
        d.attrs.update(attributes)
        for i, n in enumerate(names):
            if n in axes:
                d.dims[i].attach_scale(f[n])


def weather():
    years = range(2015, 2019)
    for name, variable, levels in (('2m_temperature', 't2m', ()), ('10m_u_component_of_wind', 'u10', ()), ('10m_v_component_of_wind', 'v10', ()), ('relative_humidity', 'r', (150, 500, 850)), ('geopotential_500', 'z', ())):
        for year in years:
            weather_file(at('weather', 'base', name, f'{name}_{year}_5.625deg.nc'), variable, f'{year}:01-01T00:30', levels)
    # Pressure in pascal, longitudes before latitudes, and a version of the reanalysis that is the only one.
    for year in years:
        weather_file(at('weather', 'turned', 'temperature', f'{year}.nc'), 't', f'{year}:01-01T00:9', (150, 500), 'pascal' if year == 2016 else None, order='lon time lat level')
        weather_file(at('weather', 'turned', '2m_temperature', f'{year}.nc'), 't2m', f'{year}:01-01T00:9', change='one version')
    # The last 10 hours of 2015 and the first 10 of 2016; 6 hours around the leap day; and 5, 2 (too few) and 8 hours with gaps between them.
    for i, span in enumerate(('2015:12-31T14:10', '2016:01-01T00:10+2016:02-28T22:50', '2017:01-01T00:5+2017:01-01T09:2+2017:12-31T16:8', '2018:01-01T00:9')):
        weather_file(at('weather', 'gaps', '2m_temperature', f'{2015 + i}.nc'), 't2m', span)
    for year in years:
        weather_file(at('weather', 'lacking', '10m_u_component_of_wind', f'{year}.nc'), 'u10', f'{year}:01-01T00:9')
        weather_file(at('weather', 'lacking', '10m_v_component_of_wind', f'{year}.nc'), 'v10', f'{year}:01-01T00:9' if year > 2015 else '2015:01-01T00:4+2015:01-01T05:4')
        weather_file(at('weather', 'packed', f't2m_{year}.nc'), 't2m', f'{year}:01-01T00:9', scale=True)
    for change in ('grid', 'twice', 'no lon', 'calendar', 'flat', 'versions'):
        weather_file(at('weather', 'wrong', f'{change.replace(" ", "-")}.nc'), 't2m', '2016:01-01T00:9', change=change)


def taxi():
    random = np.random.default_rng(4)
    series = (random.random((90, 2, 4, 5)) * 2 - 1).astype('f4')

    def windows(v, first, count, part):
        return np.stack([v[i + part * 4:i + part * 4 + 4] for i in range(first, first + count)])

    for name, kind, save in (('stored', 'f4', np.savez), ('packed', 'f4', np.savez_compressed), ('double', 'f8', np.savez)):
        v = series.astype(kind)
        save(at('taxibj', name + '.npz'), X_train=windows(v, 0, 60, 0), Y_train=windows(v, 0, 60, 1), X_test=windows(v, 70, 5, 0), Y_test=windows(v, 70, 5, 1))
    series.tofile(at('taxibj', 'series.raw'))
    z = np.zeros
    test = dict(X_test=z((3, 4, 2, 3, 3)), Y_test=z((3, 4, 2, 3, 3)))
    for name, arrays in dict(
            lacks=dict(X_train=z((9, 4, 2, 3, 3)), X_test=z((3, 4, 2, 3, 3))), fewer=dict(X_train=z((9, 4, 2, 3, 3)), Y_train=z((8, 4, 2, 3, 3)), **test),
            axes=dict(X_train=z((9, 4, 2, 3)), Y_train=z((9, 4, 2, 3)), **test), lengths=dict(X_train=z((9, 3, 2, 3, 3)), Y_train=z((9, 4, 2, 3, 3)), **test)).items():
        np.savez_compressed(at('taxibj', name + '.npz'), **arrays)

    def days(path, first, slots, change=None):
        """A value tells the day of the month, the slot, the channel and the point."""
        dates = [f'{day}{slot:02}' for day, some in slots for slot in some]
        if change == 'date':
            dates[3] = dates[3][:8] + '49'
        elif change == 'order':
            dates[3], dates[4] = dates[4], dates[3]
        v = np.array([[[int(d[6:8]) * 1000 + int(d[8:]) * 10 + c + p / 100 for p in range(20)] for c in range(2)] for d in dates], 'f4').reshape(-1, 2, 4, 5)
        with h5py.File(path, 'w') as f:
            f['date'] = np.array(dates[:-1] if change == 'count' else dates, dtype='S10')
            f['data'] = v if change != 'channels' else v[:, :1]

    every = range(1, 49)
    # Two days, a gap, half a day, and the next file; parts of one day each.
    days(at('taxibj', 'first', 'BJ13_M32x32_T30_InOut.h5'), 1, [('20130701', every), ('20130702', every), ('20130704', range(20, 49)), ('20130705', range(1, 11))])
    days(at('taxibj', 'first', 'BJ14_M32x32_T30_InOut.h5'), 1, [('20140301', every), ('20140302', [*range(1, 21), *range(25, 49)])])
    for change in ('date', 'order', 'count', 'channels'):
        days(at('taxibj', 'wrong', f'{change}.h5'), 1, [('20130701', range(1, 13))], change)


def gallery():
    """Storms that drift, temperature with waves in it, the traffic of a city."""
    def grid(h, w):
        return np.meshgrid((np.arange(h) + .5) / h, (np.arange(w) + .5) / w, indexing='ij')

    def storms(h, w, t, seed):
        r = np.random.default_rng(seed)
        y, x = grid(h, w)
        field = 0
        for _ in range(7):
            cy, cx, vy, vx, size, power = r.random(6) * [1, 1, .012, .02, .1, 200] + [0, -.2, -.006, .004, .05, 60]
            field = field + power * np.exp(-((y - cy - vy * t) ** 2 * 2 + (x - cx - vx * t) ** 2) / size ** 2) * (1 + .3 * np.sin(30 * x + 17 * y + t * .3))
        return np.clip(np.rint(field), 0, 255).astype('u1')

    with h5py.File(at('gallery', 'sevir', 'data', 'vil', '2019', 'SEVIR_VIL_STORMEVENTS_2019_0101_0630.h5'), 'w') as f:
        empty = np.zeros((96, 96, 49), 'u1')
        f.create_dataset('vil', data=np.stack([empty, empty, np.stack([storms(96, 96, t, 11) for t in range(49)], -1)]), chunks=(1, 96, 96, 49), compression='gzip', compression_opts=9, shuffle=True)
    with open(at('gallery', 'sevir', 'CATALOG.csv'), 'w') as f:
        f.write('id,file_name,file_index,img_type,time_utc,pct_missing\n')
        for i, day in enumerate(('2018-06-01 12:00:00', '2019-03-01 12:00:00', '2019-07-01 12:00:00')):
            f.write(f'S{i},vil/2019/SEVIR_VIL_STORMEVENTS_2019_0101_0630.h5,{i},vil,{day},0\n')

    lat, lon = np.linspace(-87.1875, 87.1875, 32), np.arange(64) * 5.625

    def t2m(t):
        la, lo = np.deg2rad(lat)[:, None], np.deg2rad(lon)[None, :]
        return 300 - 45 * np.sin(la) ** 2 - 6 * np.cos(4 * lo - .15 * t) * np.cos(la) ** 2 * np.sin(2 * la) - 5 * np.cos(lo - .26 * t) * np.cos(la) - 8 * np.exp(-((la + .6) ** 2 + (np.cos(lo) - .4) ** 2) * 5)

    for year in range(2010, 2019):
        with h5py.File(at('gallery', 'weather_5_625deg', '2m_temperature', f'2m_temperature_{year}_5.625deg.nc'), 'w', libver='latest') as f:
            for name, v in (('time', np.arange(24)), ('lat', lat), ('lon', lon)):
                f[name] = v
                f[name].make_scale(name)
            f['time'].attrs.update(units=f'hours since {year}-01-01', calendar='standard')
            # Packed as ERA5 is; only the first year of the test part is drawn.
            packed = np.rint((np.stack([t2m(t) for t in range(24)]) - 273) * 100) if year == 2017 else np.zeros((24, 32, 64))
            f.create_dataset('t2m', data=packed.astype('i2'), chunks=(24, 32, 64), compression='gzip', compression_opts=9, shuffle=True)
            f['t2m'].attrs.update(units='K', scale_factor=.01, add_offset=273.)
            for i, name in enumerate(('time', 'lat', 'lon')):
                f['t2m'].dims[i].attach_scale(f[name])

    y, x = grid(32, 32)

    def flow(t):
        centre = np.exp(-((y - .5) ** 2 + (x - .5) ** 2) * 14)
        ring = np.exp(-(np.hypot(y - .5, x - .5) - .33) ** 2 * 120) * (.6 + .4 * np.cos(9 * np.arctan2(y - .5, x - .5)))
        return np.stack([centre * (1 + np.sin(t * .4)) / 2 + ring * .35, centre * (1 + np.cos(t * .4)) / 2 + ring * (.3 + .2 * np.sin(t * .4))]) * 2 - 1

    series = np.stack([np.clip(flow(t), -1, 1) for t in range(90)]).astype('f4')

    def windows(first, count, part):
        return np.stack([series[i + part * 4:i + part * 4 + 4] for i in range(first, first + count)])

    np.savez_compressed(at('gallery', 'taxibj', 'dataset.npz'), X_train=windows(0, 12, 0), Y_train=windows(0, 12, 1), X_test=windows(70, 1, 0), Y_test=windows(70, 1, 1))


def page():
    """What the examples of docs/data.md and `swinlstm prepare` read."""
    with h5py.File(at('page', 'radar.h5'), 'w') as f:
        f.create_dataset('scans/rain', data=np.zeros((80, 8, 8), 'f4'), chunks=(1, 8, 8), compression='gzip')
    with h5py.File(at('page', 'climate.nc'), 'w') as f:
        f['z'] = np.array([1, 2], 'i2')
        f['z'].attrs['scale_factor'] = 0.5
    with h5py.File(at('page', 'rain.h5'), 'w') as f:
        f['time'] = np.arange(5)
        f['rain'] = np.arange(60, dtype='f4').reshape(3, 4, 5)
    with h5py.File(at('page', 'two.h5'), 'w') as f:
        f['a'] = np.zeros((5, 3, 4), 'u1')
        f['b'] = np.arange(60, dtype='i2').reshape(5, 3, 4)
        f['b'].attrs['scale_factor'] = 0.5
    for name, variable in (('2m_temperature', 't2m'), ('10m_u_component_of_wind', 'u10'), ('10m_v_component_of_wind', 'v10'), ('geopotential_500', 'z')):
        for year in range(2010, 2019):
            weather_file(at('page', 'weather_5_625deg', name, f'{year}.nc'), variable, f'{year}:01-01T00:24')


for folder in ('sevir', 'weather', 'taxibj', 'gallery', 'page'):
    shutil.rmtree(os.path.join(here, folder), ignore_errors=True)
sevir()
weather()
taxi()
gallery()
page()
