def time_splits(times, n_splits, gap):
    rows = [time for time in times]
    if n_splits < 1 or gap < pd.Timedelta(0) or any(pd.isna(time) for time in rows):
        raise ValueError("no folds, a negative gap or a missing time")
    distinct = sorted(set(rows))
    size, larger = divmod(len(distinct), n_splits + 1)
    folds = []
    for block in range(1, n_splits + 1):
        begin = block * size + min(block, larger)
        period = distinct[begin : begin + size + (block < larger)]
        # min() of no times, where there are too few of them, raises a ValueError itself.
        train = [i for i, time in enumerate(rows) if min(period) - time > gap]
        test = [i for i, time in enumerate(rows) if time in period]
        if not train:
            raise ValueError("nothing to train on")
        folds.append((np.array(train), np.array(test)))
    return folds
