import numpy as np
from scipy import linalg


def label_shift(confusion, predicted, min_singular=0.1):
    """With the joint shares, as in the paper: the weights come first, and the shares from them."""
    counts = np.asarray(confusion, dtype=float)
    today = np.asarray(predicted, dtype=float)
    if counts.ndim != 2 or len(set(counts.shape)) != 1 or counts.shape[0] < 2:
        raise ValueError("not square")
    if today.shape != counts.shape[:1]:
        raise ValueError("wrong length")
    everything = np.append(counts.ravel(), today)
    if not np.all(everything >= 0):
        raise ValueError("negative or NaN")
    old = counts.sum(axis=1) / counts.sum() if counts.sum() else np.zeros(len(counts))
    if np.any(old == 0) or today.sum() == 0:
        raise ValueError("an empty class, or an empty day")
    joint = counts / counts.sum()
    if linalg.svdvals(joint / old.reshape(-1, 1)).min() < min_singular:
        raise ValueError("too near to singular")
    raw_weights = linalg.solve(joint.T, today / today.sum())
    raw = raw_weights * old
    priors = np.where(raw < 0, 0.0, raw)
    priors = priors / priors.sum()
    return {"raw": raw, "priors": priors, "weights": priors / old}
