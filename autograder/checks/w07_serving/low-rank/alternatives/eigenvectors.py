import numpy as np


def low_rank(matrix, tolerance):
    a = np.asarray(matrix, dtype=np.float64)
    m, n = a.shape  # of anything else, a ValueError
    if min(m, n) < 1 or not np.isfinite(a).all():
        raise ValueError("matrix")
    _, vectors = np.linalg.eigh(a.T @ a)
    directions = vectors[:, ::-1]
    total = (a**2).sum()
    for r, _ in enumerate(vectors, start=1):
        right = directions[:, :r].T
        left = a @ right.T
        if total - (left**2).sum() <= tolerance**2 * total:
            return left, right, 1 - (left.size + right.size) / a.size
