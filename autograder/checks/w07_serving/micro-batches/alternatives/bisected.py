from bisect import bisect_right

import numpy as np


def micro_batches(arrivals, max_batch, max_wait):
    t = np.asarray(arrivals, dtype=np.int64)
    if (t[1:] < t[:-1]).any() or max_batch < 1 or max_wait < 0:
        raise ValueError("invalid arguments")
    t = t.tolist()
    start, batches = 0, []
    while start < len(t):
        end = min(bisect_right(t, t[start] + max_wait), start + max_batch)
        if end - start == max_batch:
            leaves = t[end - 1]
        else:
            leaves = t[start] + max_wait
        batches.append((leaves, end - start))
        start = end
    return batches
