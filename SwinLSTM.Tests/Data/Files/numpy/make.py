"""Writes the NumPy files beside it: python3 make.py. The tests know every value, so that they need no Python."""
import os

import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
i = np.arange(120)
values = {
    'b1': i % 3 == 0, 'u1': 2 * i, 'u2': 500 * i, 'u4': 30_000_000 * i, 'u8': np.arange(120, dtype='u8') * 100_000_000_000_000_000,
    'i1': i - 60, 'i2': 500 * (i - 60), 'i4': 30_000_000 * (i - 60), 'i8': 100_000_000_000_000_000 * (i - 60),
    'f2': (i - 60) / 8, 'f4': (i - 60) / 8, 'f8': (i - 60) / 8,
}


def put(name, array, version=(1, 0)):
    with open(name + '.npy', 'wb') as file:
        np.lib.format.write_array(file, array, version=version)


for kind, value in values.items():
    array = value.astype(kind).reshape(2, 3, 4, 5)
    put(f'{kind}-little-C', array)
    put(f'{kind}-big-F', np.asfortranarray(array.astype('>' + kind)))
put('f4-version-2', values['f4'].astype('f4').reshape(2, 3, 4, 5), (2, 0))
put('f4-version-3', values['f4'].astype('f4').reshape(2, 3, 4, 5), (3, 0))
for name, shape in [('scalar', ()), ('empty', (0,)), ('hollow', (3, 0, 2)), ('line', (17,)), ('deep', (1,) * 32)]:
    put(name, np.arange(int(np.prod(shape)), dtype='f4').reshape(shape))

arrays = {'X_train': np.arange(24, dtype='<f4').reshape(2, 3, 4), 'big': np.arange(7, dtype='>u2'), 'turned': np.asfortranarray(np.arange(12, dtype='i8').reshape(3, 4)),
          'zeros': np.zeros(1000), 'group/inner': np.ones(2, 'b1'), 'empty': np.zeros((0, 3))}
np.savez('stored.npz', **arrays)
np.savez_compressed('packed.npz', **arrays)

# What prepared frames must be: three series of 7, 1 and 12 frames, stored both ways.
frames = (np.arange(20 * 2 * 3 * 5) % 256).astype('u1').reshape(20, 2, 3, 5)
np.save('prepared-bytes.npy', frames)
np.save('prepared-floats.npy', frames.astype('f4') / np.float32(255))
np.save('prepared-clips.npy', np.array([[0, 7], [7, 1], [8, 12]], 'i8'))

# Moving MNIST's test set in miniature: 20 frames of 6 sequences, whose values say where they belong.
t, n, y, x = np.meshgrid(np.arange(20), np.arange(6), np.arange(4), np.arange(5), indexing='ij')
test = ((t * 37 + n * 11 + y * 5 + x) % 256).astype('u1')
np.save('mnist-time-first.npy', test)
np.save('mnist-sequences-first.npy', np.ascontiguousarray(test.swapaxes(0, 1)))
np.save('mnist-floats.npy', test.astype('f4'))
broken = test.astype('f4')
broken[3, 2, 1, 1] = 0.5
np.save('mnist-broken.npy', broken)
np.save('mnist-colours.npy', np.stack([test, test + 1, test + 2], axis=-1)[:, :2])
