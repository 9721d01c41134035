import numpy as np
import scipy.linalg


def low_rank(matrix, tolerance):
    a = np.asarray(matrix).astype(float)
    if a.size == 0:
        raise ValueError("a matrix with entries")
    basis, _, _ = scipy.linalg.svd(a)  # refuses other shapes, NaN and infinity
    allowed = tolerance * np.linalg.norm(a)
    for r, _ in enumerate(basis.T, start=1):
        left = basis[:, :r]
        right = left.T @ a  # the columns, as sums of the first r patterns
        if np.linalg.norm(a - left @ right) <= allowed:
            break
    return left, right, (a.size - left.size - right.size) / a.size
