class OnlineWindow:
    def __init__(self, window):
        if window < 1:
            raise ValueError("window must be at least one minute")
        self.window = window
        self.clock = None
        # Slot m % window holds the minute m, its count and its sum, for the last minutes.
        self.slots = [None] * window

    def _tick(self, now):
        if self.clock is not None and now < self.clock:
            raise ValueError("time goes forward only")
        self.clock = now

    def add(self, now, minute, value):
        if minute > now:
            raise ValueError("a value from the future")
        self._tick(now)
        if now - minute >= self.window:
            return False
        place = minute % self.window
        slot = self.slots[place]
        if slot is None or slot[0] != minute:
            slot = self.slots[place] = [minute, 0, 0]
        slot[1] += 1
        slot[2] += value
        return True

    def read(self, now):
        self._tick(now)
        inside = [slot for slot in self.slots if slot and now - slot[0] < self.window]
        count = sum(slot[1] for slot in inside)
        total = sum(slot[2] for slot in inside)
        return {"count": count, "mean": total / count if count else float("nan")}
