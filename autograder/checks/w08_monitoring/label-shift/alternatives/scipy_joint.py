import numpy as np
from scipy import linalg


def label_shift(confusion, predicted, min_singular=0.1):
    """With the joint shares, as in the paper: the weights come first, and the shares from them."""
    counts = np.asarray(confusion, dtype=float)
    today = np.asarray(predicted)
    if len(today) < 2 or np.min(counts) < 0 or np.min(today) < 0:
        raise ValueError("too few classes, or negative counts")
    # SciPy refuses NaN, which every empty class and every empty day would give.
    joint = counts / counts.sum()
    old = joint.sum(axis=1)
    if linalg.svdvals(joint / old[:, np.newaxis]).min() < min_singular:
        raise ValueError("too near to singular")
    raw = linalg.solve(joint.T, today / today.sum()) * old
    positive = np.clip(raw, 0, None)
    priors = positive / sum(positive)
    return {"raw": raw, "priors": priors, "weights": priors / old}
