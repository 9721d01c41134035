import numpy as np


def dp_sgd_step(gradients, clip, noise, batch_size, rng):
    g = np.asarray(gradients, dtype=np.float64)
    if np.isnan(g).any() or np.isinf(g).any():
        raise ValueError("not finite")
    if not (noise >= 0 and batch_size >= 1):
        raise ValueError("no step")
    weights = np.minimum(1.0, clip / np.sqrt((g * g).sum(axis=1)))
    noisy = weights @ g + rng.normal(scale=noise * clip, size=g.shape[1])
    return noisy / batch_size
