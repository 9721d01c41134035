from fractions import Fraction


class TokenBucket:
    """Keeps the (virtual) moment at which the bucket would have been empty."""

    def __init__(self, rate, capacity, clock):
        if rate <= 0 or capacity <= 0:
            raise ValueError
        self.rate, self.capacity, self.clock = Fraction(float(rate)), Fraction(float(capacity)), clock
        self.empty_at = None

    def allow(self, cost=1):
        if cost > self.capacity:
            raise ValueError
        now = Fraction(float(self.clock()))
        full = now - self.capacity / self.rate
        start = full if self.empty_at is None else max(full, self.empty_at)
        later = start + cost / self.rate
        passes = later <= now
        if passes:
            self.empty_at = later
        return passes
