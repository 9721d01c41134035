import heapq


class OnlineWindow:
    def __init__(self, window):
        if not window >= 1:
            raise ValueError(f"window {window}")
        self.window, self.latest = window, -math.inf
        self.heap, self.buckets = [], {}
        self.count, self.total = 0, 0

    def _advance(self, now):
        while self.heap and self.heap[0] <= now - self.window:
            values, total = self.buckets.pop(heapq.heappop(self.heap))
            self.count -= values
            self.total -= total
        self.latest = now

    def _forbid_the_past(self, now):
        if now < self.latest:
            raise ValueError(f"{now} lies before {self.latest}")

    def add(self, now, minute, value):
        self._forbid_the_past(now)
        if minute > now:
            raise ValueError("minute after now")
        if minute not in self.buckets:
            heapq.heappush(self.heap, minute)
            self.buckets[minute] = [0, 0]
        bucket = self.buckets[minute]
        bucket[0] += 1
        bucket[1] += value
        self.count += 1
        self.total += value
        self._advance(now)
        return minute in self.buckets

    def read(self, now):
        self._forbid_the_past(now)
        self._advance(now)
        mean = self.total / self.count if self.count else math.nan
        return {"count": self.count, "mean": mean}
