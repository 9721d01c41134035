from scipy.special import logsumexp


def dawid_skene(votes, n_classes, n_iter, smoothing=0.01):
    """The votes as a long table (item, voter, class), summed with np.add.at."""
    matrix = np.asarray(votes)
    n, m = matrix.shape  # a ValueError unless it is 2-D
    if matrix.size == 0:
        raise ValueError("votes: shape (n, m) with n and m at least 1")
    if not n_classes >= 2 or not n_iter >= 1:
        raise ValueError("n_classes must be at least 2 and n_iter at least 1")
    if not 0 < smoothing < math.inf:
        raise ValueError("smoothing must be above 0 and finite")
    if ((matrix < -1) | (matrix >= n_classes)).any():
        raise ValueError("a vote is not a class")
    item, voter = np.nonzero(matrix != -1)
    vote = matrix[item, voter].astype(np.int64)
    belief = np.zeros((n, n_classes))
    np.add.at(belief, (item, vote), 1.0)
    belief[~belief.any(axis=1)] = 1.0
    belief /= belief.sum(axis=1, keepdims=True)
    for _ in range(int(n_iter)):
        log_prior = np.log(smoothing + belief.sum(axis=0)) - np.log(smoothing * n_classes + n)
        counts = np.zeros((m, n_classes, n_classes))  # voter, vote, truth
        np.add.at(counts, (voter, vote), belief[item])
        counts = counts.transpose(0, 2, 1) + smoothing  # voter, truth, vote
        log_confusion = np.log(counts) - np.log(counts.sum(axis=2, keepdims=True))
        scores = np.tile(log_prior, (n, 1))
        np.add.at(scores, item, log_confusion[voter, :, vote])
        belief = np.exp(scores - logsumexp(scores, axis=1, keepdims=True))
    return {
        "posterior": belief,
        "confusion": np.exp(log_confusion),
        "prior": np.exp(log_prior),
    }
