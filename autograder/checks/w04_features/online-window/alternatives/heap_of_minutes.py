import heapq


class OnlineWindow:
    def __init__(self, window):
        if not window >= 1:
            raise ValueError(f"window {window}")
        self.window, self.latest = window, -math.inf
        self.heap, self.buckets = [], {}
        self.count, self.total = 0, 0

    def _advance(self, now):
        if now < self.latest:
            raise ValueError(f"{now} lies before {self.latest}")
        self.latest = now
        while self.heap and self.heap[0] <= now - self.window:
            values, total = self.buckets.pop(heapq.heappop(self.heap))
            self.count -= values
            self.total -= total

    def add(self, now, minute, value):
        if minute > now:
            raise ValueError("minute after now")
        self._advance(now)
        inside = minute > now - self.window
        if inside:
            if minute not in self.buckets:
                heapq.heappush(self.heap, minute)
                self.buckets[minute] = [0, 0]
            bucket = self.buckets[minute]
            bucket[0] += 1
            bucket[1] += value
            self.count += 1
            self.total += value
        return bool(inside)

    def read(self, now):
        self._advance(now)
        mean = self.total / self.count if self.count else math.nan
        return {"count": self.count, "mean": mean}
