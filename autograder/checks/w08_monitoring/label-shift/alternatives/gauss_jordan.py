import math

import numpy as np


def label_shift(confusion, predicted, min_singular=0.1):
    try:
        m = [[float(x) for x in row] for row in confusion]
    except TypeError:
        raise ValueError("not two-dimensional") from None
    mu = [float(x) for x in predicted]
    k = len(m)
    if k < 2 or any(len(row) != k for row in m) or len(mu) != k:
        raise ValueError
    if any(not x >= 0 for row in [*m, mu] for x in row):
        raise ValueError
    sums = [math.fsum(row) for row in m]
    if 0 in sums or math.fsum(mu) == 0:
        raise ValueError
    c = [[x / s for x in row] for row, s in zip(m, sums)]
    s = np.linalg.svd(np.array(c))[1]
    if s[-1] < min_singular:
        raise ValueError
    total = math.fsum(mu)
    # Gauss-Jordan on the transposed equations, with pivoting.
    a = [[c[y][v] for y in range(k)] + [mu[v] / total] for v in range(k)]
    for i in range(k):
        pivot = max(range(i, k), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        a[i] = [x / a[i][i] for x in a[i]]
        for r in range(k):
            if r != i:
                f = a[r][i]
                a[r] = [x - f * z for x, z in zip(a[r], a[i])]
    raw = [row[k] for row in a]
    kept = [max(0.0, x) for x in raw]
    priors = [x / math.fsum(kept) for x in kept]
    weights = [p * math.fsum(sums) / s_ for p, s_ in zip(priors, sums)]
    return {"raw": np.array(raw), "priors": np.array(priors), "weights": np.array(weights)}
