def time_splits(times, n_splits, gap):
    stamps = pd.Series(np.asarray(pd.DatetimeIndex(times).tz_localize(None)
                                  if pd.DatetimeIndex(times).tz is None
                                  else pd.DatetimeIndex(times).tz_convert(None)))
    if n_splits < 1:
        raise ValueError("n_splits")
    if gap < pd.Timedelta(0):
        raise ValueError("gap")
    if stamps.isna().any():
        raise ValueError("missing time")
    rank = stamps.rank(method="dense").astype(int).to_numpy() - 1
    n_distinct = len(set(rank.tolist()))
    if n_distinct < n_splits + 1:
        raise ValueError("too few times")
    sizes = [len(part) for part in np.array_split(range(n_distinct), n_splits + 1)]
    edges = np.cumsum(sizes)
    folds = []
    for left, right in zip(edges[:-1], edges[1:], strict=True):
        tested = (rank >= left) & (rank < right)
        known = (stamps + gap < stamps[tested].min()).to_numpy()
        if not known.any():
            raise ValueError("no training rows")
        folds.append((known.nonzero()[0], tested.nonzero()[0]))
    return folds
