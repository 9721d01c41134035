def time_splits(times, n_splits, gap):
    rows = list(times)
    if n_splits < 1 or gap < pd.Timedelta(0) or any(pd.isna(time) for time in rows):
        raise ValueError("no folds, a negative gap or a missing time")
    distinct = sorted(set(rows))
    if len(distinct) <= n_splits:
        raise ValueError("too few distinct times")
    size, larger = divmod(len(distinct), n_splits + 1)
    block_of = {}
    for place, time in enumerate(distinct):
        if place < larger * (size + 1):
            block_of[time] = place // (size + 1)
        else:
            block_of[time] = larger + (place - larger * (size + 1)) // size
    folds = []
    for block in range(1, n_splits + 1):
        begin = min(time for time in distinct if block_of[time] == block)
        train = [i for i, time in enumerate(rows) if begin - time > gap]
        test = [i for i, time in enumerate(rows) if block_of[time] == block]
        if not train:
            raise ValueError("nothing to train on")
        folds.append((np.array(train), np.array(test)))
    return folds
