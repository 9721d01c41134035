def static_batching(trace, slots):
    # Event by event, with a heap of those that wait
    coming = sorted(((a, i, t) for i, (a, t) in enumerate(trace)), reverse=True)
    waiting, now, ends = [], -math.inf, {}
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
    free, ends = np.full(slots, -math.inf), {}
    for arrival, i, tokens in sorted((a, i, t) for i, (a, t) in enumerate(trace)):
        slot = free.argmin()
        free[slot] = max(arrival, free[slot]) + tokens
        ends[i] = int(free[slot])
    return [ends[i] for i in range(len(trace))]
