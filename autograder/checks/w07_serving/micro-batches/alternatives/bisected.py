from bisect import bisect_right

import numpy as np


def micro_batches(arrivals, max_batch, max_wait):
    t = np.asarray(arrivals).tolist()
    if t != sorted(t) or max_batch < 1 or max_wait < 0:
        raise ValueError("invalid arguments")
    batches = []
    for start in range(len(t)):
        if start < sum(size for _, size in batches):
            continue  # left with the batch before
        due = t[start] + max_wait
        end = min(bisect_right(t, due), start + max_batch)
        full = end - start == max_batch
        batches.append((t[end - 1] if full else due, end - start))
    return batches
