from dataclasses import dataclass
from itertools import count
from typing import Any


@dataclass
class Slot:
    value: Any
    expires: float
    used: int


class TTLCache:
    def __init__(self, capacity, ttl, clock):
        if not (capacity >= 1 and ttl > 0):
            raise ValueError("bad capacity or ttl")
        self.capacity, self.ttl, self.clock = capacity, ttl, clock
        self.slots = {}
        self.tick = count()

    def living(self):
        now = self.clock()
        self.slots = {k: s for k, s in self.slots.items() if s.expires > now}
        return self.slots

    def get(self, key, default=None):
        slot = self.living().get(key)
        if slot is None:
            return default
        slot.used = next(self.tick)
        return slot.value

    def put(self, key, value):
        slots = self.living()
        slots[key] = Slot(value, self.clock() + self.ttl, next(self.tick))
        while len(slots) > self.capacity:
            del slots[min(slots, key=lambda k: slots[k].used)]

    def __len__(self):
        return len(self.living())
