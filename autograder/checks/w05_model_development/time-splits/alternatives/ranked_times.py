def time_splits(times, n_splits, gap):
    stamps = pd.Series(pd.DatetimeIndex(times))
    if n_splits < 1:
        raise ValueError("n_splits")
    if gap < pd.Timedelta(0):
        raise ValueError("gap")
    # A missing time has no rank, and no integer stands for that: a ValueError.
    rank = stamps.rank(method="dense").astype(int)
    sizes = [len(part) for part in np.array_split(stamps.unique(), n_splits + 1)]
    edges = 1 + np.cumsum(sizes)
    folds = []
    for left, right in zip(edges[:-1], edges[1:], strict=True):
        tested = (rank >= left) & (rank < right)
        known = stamps + gap < stamps[tested].min()
        if not known.any():
            raise ValueError("no training rows, or no such block")
        folds.append((np.flatnonzero(known), np.flatnonzero(tested)))
    return folds
