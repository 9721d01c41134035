import heapq

import numpy as np


def static_batching(trace, slots):
    # Event by event, with a heap of those that wait
    coming = sorted(((a, i, t) for i, (a, t) in enumerate(trace)), reverse=True)
    waiting, now, ends = [], 0, {}
    while coming or waiting:
        if not waiting:
            now = max(now, coming[-1][0])
        while coming and coming[-1][0] <= now:
            heapq.heappush(waiting, coming.pop())
        batch = [heapq.heappop(waiting) for _ in range(min(slots, len(waiting)))]
        now += max(t for _, _, t in batch)
        ends.update((i, now) for _, i, _ in batch)
    return [ends[i] for i in range(len(trace))]


def continuous_batching(trace, slots):
    if not trace:
        return []
    arrival, tokens = np.array(trace, dtype=np.int64).T
    ends = np.zeros(len(trace), dtype=np.int64)
    free = np.zeros(min(slots, len(trace)), dtype=np.int64)
    for i in np.argsort(arrival, kind="stable"):
        slot = free.argmin()
        ends[i] = free[slot] = max(arrival[i], free[slot]) + tokens[i]
    return ends.tolist()
