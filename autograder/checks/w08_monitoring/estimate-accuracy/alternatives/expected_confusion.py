import numpy as np
from scipy import stats


def estimate_accuracy(probabilities, threshold=0.5, design_effect=1.0, level=0.95):
    p = np.asarray(probabilities, dtype=np.float64)
    n = p.size
    if np.isnan(p).any() or p.min() < 0 or p.max() > 1:
        raise ValueError("probabilities")
    if np.isnan(threshold):
        raise ValueError("threshold")
    if np.isnan(design_effect) or design_effect < 1:
        raise ValueError("design effect")
    if np.isnan(level) or level <= 0 or level >= 1:
        raise ValueError("level")
    acts = (p >= threshold).astype(float)
    hits, false_alarms = acts @ p, acts @ (1 - p)
    misses, silent = (1 - acts) @ p, (1 - acts) @ (1 - p)
    accuracy = (hits + silent) / n
    # A row is right or wrong with the variance p (1 - p), whichever way it is called.
    error = np.sqrt(design_effect * np.sum(p * (1 - p))) / n
    low, high = accuracy + error * stats.norm.ppf([(1 - level) / 2, (1 + level) / 2])
    return {
        "accuracy": accuracy,
        "low": max(low, 0.0),
        "high": min(high, 1.0),
        "precision": hits / (hits + false_alarms) if acts.any() else np.nan,
        "recall": hits / (hits + misses) if hits + misses else np.nan,
    }
