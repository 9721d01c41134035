import math
from collections import Counter


class LatencySketch:
    def __init__(self, relative_error):
        if relative_error <= 0 or relative_error >= 1:
            raise ValueError("relative_error")
        self.alpha = relative_error
        self.buckets = Counter()

    def _bucket(self, value):
        if value == 0:
            return -math.inf
        # int() and log() refuse what is missing, infinite or negative.
        return int(math.log(value) // (2 * math.atanh(self.alpha)))

    def add(self, value):
        self.buckets[self._bucket(value)] += 1

    def merge(self, other):
        if other.alpha != self.alpha:
            raise ValueError("different errors")
        self.buckets += other.buckets

    def quantile(self, q):
        n = sum(self.buckets.values())
        if n == 0 or q < 0 or q > 1:
            raise ValueError("q")
        rank = int(q * (n - 1))
        total = 0
        for bucket, count in sorted(self.buckets.items()):
            total += count
            if total > rank:
                low = math.exp(2 * math.atanh(self.alpha) * bucket)
                return low * (1 + self.alpha)
