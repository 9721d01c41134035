import math

import numpy as np


def robust_mean(updates, trim):
    if not (trim >= 0 and trim < 0.5):
        raise ValueError("no such share")
    good, rejected = [], []
    for position, row in enumerate(updates):
        row = [float(value) for value in row]
        if any(math.isnan(value) or math.isinf(value) for value in row):
            rejected.append(position)
        else:
            good.append(row)
    if not good:
        raise ValueError("no sound row")
    m = math.floor(round(trim * len(good), 8))
    means = []
    for values in zip(*good):
        kept = list(values)
        for _ in range(m):
            kept.remove(max(kept))
            kept.remove(min(kept))
        means.append(math.fsum(kept) / len(kept))
    return {"mean": np.array(means), "rejected": rejected, "tolerates": m}
