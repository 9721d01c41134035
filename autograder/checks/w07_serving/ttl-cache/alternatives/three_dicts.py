from itertools import count


class TTLCache:
    def __init__(self, capacity, ttl, clock):
        if capacity < 1 or ttl <= 0:
            raise ValueError("capacity or ttl")
        self.capacity, self.ttl, self.clock = capacity, ttl, clock
        self.values, self.deaths, self.uses = {}, {}, {}
        self.serial = count()

    def alive(self):
        now = self.clock()
        return [key for key, death in self.deaths.items() if now < death]

    def touch(self, key):
        self.uses[key] = next(self.serial)

    def drop(self, key):
        del self.values[key], self.deaths[key], self.uses[key]

    def get(self, key, default=None):
        if key in self.deaths and self.clock() < self.deaths[key]:
            self.touch(key)
            return self.values[key]
        return default

    def put(self, key, value):
        self.values[key] = value
        self.deaths[key] = self.clock() + self.ttl
        self.touch(key)
        alive = self.alive()
        for old in set(self.deaths).difference(alive):
            self.drop(old)
        if len(alive) > self.capacity:
            self.drop(min(alive, key=self.uses.get))

    def __len__(self):
        return len(self.alive())
