from collections import OrderedDict


class TTLCache:
    def __init__(self, capacity, ttl, clock):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        if ttl <= 0:
            raise ValueError("ttl must be positive")
        self._capacity = capacity
        self._ttl = ttl
        self._clock = clock
        self._values = OrderedDict()
        self._born = {}

    def _remove(self, key):
        del self._values[key]
        del self._born[key]

    def _alive(self, key):
        return self._clock() - self._born[key] < self._ttl

    def get(self, key, default=None):
        if key not in self._values:
            return default
        if not self._alive(key):
            self._remove(key)
            return default
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key, value):
        for other in list(self._values):
            if not self._alive(other):
                self._remove(other)
        if key not in self._values and len(self._values) == self._capacity:
            self._remove(next(iter(self._values)))
        self._values[key] = value
        self._values.move_to_end(key)
        self._born[key] = self._clock()

    def __len__(self):
        return sum(1 for key in self._values if self._alive(key))
