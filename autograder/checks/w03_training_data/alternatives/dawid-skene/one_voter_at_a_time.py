def dawid_skene(votes, n_classes, n_iter, smoothing=0.01):
    """One-hot votes of each voter, and matrix products."""
    table = np.array(votes)
    if table.ndim != 2 or min(table.shape) == 0:
        raise ValueError("votes")
    if n_classes < 2 or n_iter < 1 or smoothing <= 0 or not np.isfinite(smoothing):
        raise ValueError("settings")
    if table.min() < -1 or table.max() >= n_classes:
        raise ValueError("unknown class")
    n, m = table.shape
    padded = np.vstack([np.eye(n_classes), np.zeros(n_classes)])  # -1 takes the row of zeros
    ballots = [padded[column] for column in table.T]
    T = sum(ballots)
    silent = T.sum(axis=1) == 0
    T[silent] = 1
    T = T / T.sum(axis=1)[:, None]
    for _ in range(n_iter):
        prior = (smoothing + T.sum(axis=0)) / (smoothing * n_classes + n)
        confusion = np.empty((m, n_classes, n_classes))
        log_T = np.tile(np.log(prior), (n, 1))
        for j, ballot in enumerate(ballots):
            counts = smoothing + T.T @ ballot
            confusion[j] = counts / counts.sum(axis=1, keepdims=True)
            log_T += ballot @ np.log(confusion[j]).T
        T = np.exp(log_T - np.logaddexp.reduce(log_T, axis=1)[:, None])
    return dict(posterior=T, confusion=confusion, prior=prior)
