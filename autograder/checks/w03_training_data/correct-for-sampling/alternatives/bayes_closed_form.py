def correct_for_sampling(p, keep_rate):
    """Bayes: each kept negative stands for 1 / keep_rate negatives of the world."""
    p = np.asarray(p, dtype=float)
    if not (keep_rate > 0 and keep_rate <= 1):
        raise ValueError("keep_rate")
    if np.isnan(p).any() or (p < 0).any() or (p > 1).any():
        raise ValueError("p")
    positives, negatives = p, (1 - p) / keep_rate
    return positives / (positives + negatives)
