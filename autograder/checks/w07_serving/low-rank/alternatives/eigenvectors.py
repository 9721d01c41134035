import math

import numpy as np


def low_rank(matrix, tolerance):
    a = np.array(matrix, dtype=np.float64)
    if len(a.shape) != 2 or min(a.shape) < 1 or not np.isfinite(a).all():
        raise ValueError("matrix")
    m, n = a.shape
    _, vectors = np.linalg.eigh(a.T @ a)
    directions = vectors[:, ::-1]
    total = (a**2).sum()
    for r in range(1, min(m, n) + 1):
        right = directions[:, :r].T
        left = a @ right.T
        missed = math.sqrt(((a - left @ right) ** 2).sum())
        if r == min(m, n) or missed <= tolerance * math.sqrt(total):
            return left, right, 1 - (left.size + right.size) / a.size
