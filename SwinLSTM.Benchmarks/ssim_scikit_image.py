"""scikit-image's structural similarity of one pair of 64 x 64 single-precision frames: the least and the median of 60 times, in microseconds."""

import statistics
import time

import numpy
import skimage
from skimage.metrics import structural_similarity

random = numpy.random.default_rng(0)
prediction, target = (random.random((64, 64), dtype=numpy.float32) for _ in range(2))
times = []
for _ in range(60):
    start = time.perf_counter()
    for _ in range(20):
        structural_similarity(target, prediction, data_range=1.0)
    times.append((time.perf_counter() - start) / 20 * 1e6)
print(f"scikit-image {skimage.__version__}: {min(times):.1f} us at least, {statistics.median(times):.1f} us median")
