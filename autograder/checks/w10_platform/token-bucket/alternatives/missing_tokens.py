class TokenBucket:
    def __init__(self, rate, capacity, clock):
        if rate <= 0:
            raise ValueError("no rate")
        if capacity <= 0:
            raise ValueError("no capacity")
        self.rate = rate
        self.capacity = capacity
        self.clock = clock
        self.missing = 0.0  # how many tokens the bucket lacks to be full
        self.seen = None

    def allow(self, cost=1):
        now = self.clock()
        if self.seen is not None:
            self.missing = max(0.0, self.missing - self.rate * (now - self.seen))
        self.seen = now
        if cost > self.capacity:
            raise ValueError(f"{cost} > {self.capacity}")
        fits = self.missing + cost <= self.capacity
        if fits:
            self.missing += cost
        return fits
