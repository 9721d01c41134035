import numpy as np


class LatencySketch:
    def __init__(self, relative_error):
        if not 0 < relative_error < 1:
            raise ValueError("relative error")
        self.error = relative_error
        self.step = np.log1p(relative_error) - np.log1p(-relative_error)
        self.keys = np.zeros(0)
        self.counts = np.zeros(0)
        self.n_zero = 0

    def _bump(self, keys, counts):
        together = np.concatenate([self.keys, keys])
        self.keys, places = np.unique(together, return_inverse=True)
        weights = np.concatenate([self.counts, counts])
        self.counts = np.bincount(places, weights=weights).astype(np.int64)

    def add(self, value):
        if np.isinf(value):  # int() below refuses what has no logarithm
            raise ValueError("not a latency")
        if value == 0:
            self.n_zero += 1
            return
        self._bump([int(np.ceil(np.log(value) / self.step))], [1])

    def merge(self, other):
        if self.error != other.error:
            raise ValueError("errors differ")
        self.n_zero += other.n_zero
        self._bump(other.keys, other.counts)

    def quantile(self, q):
        n = self.n_zero + int(self.counts.sum())
        if not n or not 0 <= q <= 1:
            raise ValueError("q")
        rank = int(np.floor(q * (n - 1)))
        if rank < self.n_zero:
            return 0.0
        place = np.searchsorted(np.cumsum(self.counts), rank - self.n_zero, side="right")
        upper = np.exp(self.keys[place] * self.step)
        return float(upper * (1 - self.error))
