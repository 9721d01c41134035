from scipy.stats import chisquare


def sample_ratio_mismatch(counts, weights):
    if any(w < 0 for w in weights.values()):
        raise ValueError("negative weight")
    arms = [arm for arm in weights if weights[arm] > 0]
    if len(arms) < 2:
        raise ValueError("fewer than two arms")
    for arm in counts:
        if counts[arm] > 0 and arm not in arms:
            raise ValueError(f"units in {arm!r}, which has no weight")
    observed = np.array([counts.get(arm, 0) for arm in arms])
    if not observed.any():
        raise ValueError("no units")
    shares = np.array([weights[arm] for arm in arms])
    expected = observed.sum() * shares / shares.sum()
    return float(chisquare(observed, expected).pvalue)
