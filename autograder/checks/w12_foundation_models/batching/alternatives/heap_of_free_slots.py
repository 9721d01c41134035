import heapq


def _arrival_order(trace):
    return sorted(range(len(trace)), key=lambda i: trace[i][0])


def static_batching(trace, slots):
    order = _arrival_order(trace)
    done = [0] * len(trace)
    now, at = 0, 0
    while at < len(order):
        now = max(now, trace[order[at]][0])
        batch = [i for i in order[at : at + slots] if trace[i][0] <= now]
        now += max(trace[i][1] for i in batch)
        for i in batch:
            done[i] = now
        at += len(batch)
    return done


def continuous_batching(trace, slots):
    done = [0] * len(trace)
    free_at = [0] * min(slots, len(trace))
    for i in _arrival_order(trace):
        arrival, tokens = trace[i]
        done[i] = max(arrival, free_at[0]) + tokens
        heapq.heapreplace(free_at, done[i])
    return done
