import numpy as np
import scipy.linalg


def low_rank(matrix, tolerance):
    a = np.asarray(matrix, dtype=float)
    if a.ndim != 2 or a.size == 0:
        raise ValueError("need a matrix")
    if not np.isfinite(a).all():
        raise ValueError("an entry is no number")
    u, s, vt = scipy.linalg.svd(a, full_matrices=False)
    limit = tolerance * np.linalg.norm(a)
    r = 1
    while r < len(s) and np.linalg.norm(s[r:]) > limit:
        r += 1
    m, n = a.shape
    return u[:, :r], np.diag(s[:r]) @ vt[:r, :], (m * n - r * (m + n)) / (m * n)
