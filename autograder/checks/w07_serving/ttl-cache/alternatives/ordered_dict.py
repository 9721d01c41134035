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
        self._slots = OrderedDict()

    def _alive(self, key):
        return self._clock() - self._slots[key]["born"] < self._ttl

    def get(self, key, default=None):
        if key not in self._slots or not self._alive(key):
            return default
        self._slots.move_to_end(key)
        return self._slots[key]["value"]

    def put(self, key, value):
        for other in list(self._slots):
            if not self._alive(other):
                del self._slots[other]
        if key not in self._slots and len(self._slots) == self._capacity:
            self._slots.popitem(last=False)
        self._slots[key] = {"value": value, "born": self._clock()}
        self._slots.move_to_end(key)

    def __len__(self):
        return sum(map(self._alive, self._slots))
