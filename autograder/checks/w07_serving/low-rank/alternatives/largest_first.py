import numpy as np
import scipy.linalg


def low_rank(matrix, tolerance):
    a = np.asarray(matrix)
    if a.size == 0:
        raise ValueError("nothing to factor")
    u, s, vt = scipy.linalg.svd(a)  # refuses other shapes, NaN and infinity
    limit = tolerance * np.linalg.norm(a)
    r = 1 + sum(np.linalg.norm(s[k:]) > limit for k in range(1, len(s)))
    m, n = a.shape
    return u[:, :r], np.diag(s[:r]) @ vt[:r, :], (m * n - r * (m + n)) / (m * n)
