import numpy as np


def label_shift(confusion, predicted, min_singular=0.1):
    matrix = np.array(confusion, dtype=np.float64)
    today = np.array(predicted, dtype=np.float64).ravel()
    if matrix.ndim != 2 or matrix.shape[0] < 2 or matrix.shape != (today.size, today.size):
        raise ValueError("shapes do not fit")
    if np.isnan(matrix).any() or np.isnan(today).any() or matrix.min() < 0 or today.min() < 0:
        raise ValueError("negative or missing counts")
    if today.sum() == 0 or (matrix.sum(1) == 0).any():
        raise ValueError("nothing was counted")
    rates = np.array([row / row.sum() for row in matrix])
    singular = np.linalg.svd(rates)[1]
    if singular[-1] < min_singular:
        raise ValueError("nearly singular")
    raw = (today / today.sum()) @ np.linalg.inv(rates)
    priors = raw.clip(min=0)
    priors = priors / priors.sum()
    old = matrix.sum(1) / matrix.sum()
    return {"raw": raw, "priors": priors, "weights": priors / old}
