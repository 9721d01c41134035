import numpy as np


def dp_sgd_step(gradients, clip, noise, batch_size, rng):
    g = np.array(gradients, dtype=np.float64)
    if not noise >= 0:
        raise ValueError("noise must be 0 or more")
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    if not np.isfinite(g).all():
        raise ValueError("gradients must be finite")
    norms = np.linalg.norm(g, axis=1)
    long = norms > clip
    g[long] *= (clip / norms[long])[:, None]
    noisy = g.sum(axis=0) + rng.normal(0.0, noise * clip, size=g.shape[1])
    return noisy / batch_size
