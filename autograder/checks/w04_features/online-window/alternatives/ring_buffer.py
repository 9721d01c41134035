class OnlineWindow:
    def __init__(self, window):
        if window < 1:
            raise ValueError("window must be at least one minute")
        self.window = int(window)
        self.clock = None
        # Slot m % window holds the minute m, for the last `window` minutes.
        self.minutes = [None] * self.window
        self.counts = [0] * self.window
        self.sums = [0] * self.window

    def _tick(self, now):
        if self.clock is not None and now < self.clock:
            raise ValueError("time goes forward only")
        self.clock = int(now)

    def add(self, now, minute, value):
        if minute > now:
            raise ValueError("a value from the future")
        self._tick(now)
        if now - minute >= self.window:
            return False
        slot = int(minute) % self.window
        if self.minutes[slot] != minute:
            self.minutes[slot], self.counts[slot], self.sums[slot] = int(minute), 0, 0
        self.counts[slot] += 1
        self.sums[slot] += value
        return True

    def read(self, now):
        self._tick(now)
        count = total = 0
        for minute, n, s in zip(self.minutes, self.counts, self.sums):
            if minute is not None and now - minute < self.window:
                count += n
                total += s
        return {"count": count, "mean": total / count if count else float("nan")}
