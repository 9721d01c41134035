import numpy as np


def label_shift(confusion, predicted, min_singular=0.1):
    matrix = np.asarray(confusion, dtype=np.float64)
    today = np.asarray(predicted)
    if len(today) < 2 or not (today.min() >= 0 and today.max() > 0 and matrix.min() >= 0):
        raise ValueError("nothing was counted, or something negative")
    rates = np.array([row / row.sum() for row in matrix])
    if not np.linalg.svd(rates)[1][-1] >= min_singular:
        raise ValueError("nearly singular")
    raw = (today / today.sum()) @ np.linalg.inv(rates)
    priors = raw.clip(min=0) / raw.clip(min=0).sum()
    return {"raw": raw, "priors": priors, "weights": priors * matrix.sum() / matrix.sum(axis=1)}
