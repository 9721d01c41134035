class TokenBucket:
    """Remembers only the time at which the bucket would have been empty."""

    def __init__(self, rate, capacity, clock):
        if not (rate > 0 and capacity > 0):
            raise ValueError("rate and capacity are above 0")
        self.rate, self.capacity, self.clock = rate, capacity, clock
        self.empty_at = -math.inf

    def allow(self, cost=1):
        if cost > self.capacity:
            raise ValueError("too large")
        now = self.clock()
        empty_at = max(self.empty_at, now - self.capacity / self.rate)
        if (now - empty_at) * self.rate >= cost:
            self.empty_at = empty_at + cost / self.rate
            return True
        return False
