import math

import numpy as np


def dp_sgd_step(gradients, clip, noise, batch_size, rng):
    if math.isnan(noise) or noise < 0 or batch_size < 1:
        raise ValueError("noise or batch size")
    rows = np.asarray(gradients, dtype=np.float64)
    total = np.zeros(rows.shape[1])
    for row in rows:
        if not all(math.isfinite(value) for value in row):
            raise ValueError("a gradient is broken")
        norm = math.hypot(*row)
        total += row * min(1.0, clip / norm) if norm else row
    return (total + noise * clip * rng.standard_normal(rows.shape[1])) / batch_size
