from bisect import insort
from collections import deque


def in_turn(trace):
    return sorted(range(len(trace)), key=lambda i: trace[i][0])


def static_batching(trace, slots):
    queue, now, ends = deque(in_turn(trace)), -math.inf, {}
    while queue:
        now = max(now, trace[queue[0]][0])
        batch = []
        while queue and len(batch) < slots and trace[queue[0]][0] <= now:
            batch.append(queue.popleft())
        now += max(trace[i][1] for i in batch)
        ends |= dict.fromkeys(batch, now)
    return [ends[i] for i in range(len(trace))]


def continuous_batching(trace, slots):
    free, ends = [-math.inf] * slots, {}
    for i in in_turn(trace):
        arrival, tokens = trace[i]
        ends[i] = max(arrival, free.pop(0)) + tokens
        insort(free, ends[i])
    return [ends[i] for i in range(len(trace))]
