import numpy as np


def micro_batches(arrivals, max_batch, max_wait):
    if max_batch < 1 or max_wait < 0:
        raise ValueError("impossible limits")
    times = np.asarray(arrivals).astype(np.int64)
    if (times[1:] < times[:-1]).any():
        raise ValueError("not in order")
    batches = []
    start = 0
    while start < times.size:
        deadline = times[start] + max_wait
        within = np.searchsorted(times, deadline, side="right")
        if within - start >= max_batch:
            end = start + int(max_batch)
            batches.append((times[end - 1], end - start))
        else:
            end = int(within)
            batches.append((deadline, end - start))
        start = end
    return batches
