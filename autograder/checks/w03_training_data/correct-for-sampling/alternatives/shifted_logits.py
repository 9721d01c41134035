from scipy.special import expit, logit


def correct_for_sampling(p, keep_rate):
    """Odds times a rate are logits plus its logarithm."""
    scores = np.asarray(p, dtype=float)
    if not keep_rate <= 1:
        raise ValueError("keep_rate")
    if np.isnan(scores).any() or (scores < 0).any() or (scores > 1).any():
        raise ValueError("p")
    return expit(logit(scores) + math.log(keep_rate))  # a ValueError for 0 and below
