class OnlineWindow:
    """Slot m % window holds the minute m; slots are emptied while the clock moves over them."""

    def __init__(self, window):
        if window < 1:
            raise ValueError("window < 1")
        self.window = int(window)
        self.counts = [0] * self.window
        self.sums = [0] * self.window
        self.count = self.total = 0
        self.clock = None

    def _expire(self, now):
        if self.clock is None:
            self.clock = now
        if now < self.clock:
            raise ValueError("now is before an earlier call")
        # The slots of the minutes clock + 1 to now still hold those one window before.
        for minute in range(self.clock + 1, min(now, self.clock + self.window) + 1):
            slot = minute % self.window
            self.count -= self.counts[slot]
            self.total -= self.sums[slot]
            self.counts[slot] = self.sums[slot] = 0
        self.clock = now

    def add(self, now, minute, value):
        if minute > now:
            raise ValueError("a report of the future")
        self._expire(now)
        if minute <= now - self.window:
            return False
        slot = minute % self.window
        self.counts[slot] += 1
        self.sums[slot] += value
        self.count += 1
        self.total += value
        return True

    def read(self, now):
        self._expire(now)
        return {"count": self.count, "mean": self.total / self.count if self.count else math.nan}
