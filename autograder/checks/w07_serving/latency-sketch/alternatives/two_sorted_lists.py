import math
from bisect import bisect_left
from fractions import Fraction


class LatencySketch:
    def __init__(self, relative_error):
        if relative_error <= 0 or relative_error >= 1:
            raise ValueError("relative_error")
        self.alpha = relative_error
        self.gamma = (1 + relative_error) / (1 - relative_error)
        self.indices = []
        self.counts = []

    def _count(self, index, count):
        at = bisect_left(self.indices, index)
        if index in self.indices:
            self.counts[at] += count
        else:
            self.indices.insert(at, index)
            self.counts.insert(at, count)

    def add(self, value):
        if math.isinf(value):  # log and floor refuse the others
            raise ValueError("value")
        # A bucket begins at gamma**index here, and zeros lie in one of their own.
        self._count(math.floor(math.log(value, self.gamma)) if value else -math.inf, 1)

    def merge(self, other):
        if self.alpha != other.alpha:
            raise ValueError("relative errors")
        for index, count in zip(other.indices, other.counts):
            self._count(index, count)

    def quantile(self, q):
        n = sum(self.counts)
        if not 0 <= q <= 1 or n == 0:
            raise ValueError("q")
        k = int(Fraction(q) * (n - 1))
        for index, count in zip(self.indices, self.counts):
            if k < count:
                return self.gamma**index * (1 + self.alpha)
            k -= count
