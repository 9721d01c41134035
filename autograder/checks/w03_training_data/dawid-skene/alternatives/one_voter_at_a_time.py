def dawid_skene(votes, n_classes, n_iter, smoothing=0.01):
    """One-hot votes of each voter, and matrix products."""
    table = np.asarray(votes)
    n, m = table.shape  # a ValueError unless it is 2-D
    if n_classes < 2 or n_iter < 1 or smoothing <= 0 or not np.isfinite(smoothing):
        raise ValueError("settings")
    # An empty table has no smallest vote, which is a ValueError as well.
    if table.min() < -1 or table.max() >= n_classes:
        raise ValueError("unknown class")
    padded = np.vstack([np.eye(n_classes), np.zeros(n_classes)])  # -1 takes the row of zeros
    ballots = [padded[column] for column in table.T]
    counts = sum(ballots)
    T = counts / counts.sum(axis=1)[:, None]
    T[np.isnan(T)] = 1 / n_classes  # 0 of 0: nobody voted
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
