def time_splits(times, n_splits, gap):
    if n_splits < 1:
        raise ValueError("n_splits must be 1 or more")
    if gap < pd.Timedelta(0):
        raise ValueError("gap must not be negative")
    stamps = pd.DatetimeIndex(times)  # by position; keeps unit and time zone
    if stamps.hasnans:
        raise ValueError("a time is missing")
    ticks = np.asarray(stamps.asi8)  # instants, in the column's own unit
    distinct = np.unique(ticks)
    if len(distinct) <= n_splits:
        raise ValueError("fewer distinct times than blocks")
    # time + gap < first, in whole ticks: time < first - floor(gap)
    gap_ticks = gap // pd.Timedelta(1, stamps.unit)
    folds = []
    for block in np.array_split(distinct, n_splits + 1)[1:]:
        train = np.flatnonzero(ticks < block[0] - gap_ticks)
        if len(train) == 0:
            raise ValueError("a fold has no row to train on")
        folds.append((train, np.flatnonzero((ticks >= block[0]) & (ticks <= block[-1]))))
    return folds
