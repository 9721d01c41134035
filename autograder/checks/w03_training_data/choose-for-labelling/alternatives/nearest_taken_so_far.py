def choose_for_labelling(probabilities, embeddings, k, min_distance):
    """Keep for every row the distance to the nearest row taken so far, and mask with infinity."""
    p = pd.Series(np.asarray(probabilities))
    x = np.asarray(embeddings, dtype=float)
    if x.ndim != 2:
        raise ValueError("embeddings must be 2-D")
    if x.shape[1] == 0 or x.shape[0] != p.size:
        raise ValueError("embeddings have the wrong shape")
    if not p.between(0, 1).all():
        raise ValueError("not a probability")
    if not np.isfinite(x).all():
        raise ValueError("not a coordinate")
    if k < 0:
        raise ValueError("k < 0")
    if not (0 <= min_distance < np.inf):
        raise ValueError("min_distance")
    order = abs(p - 0.5).sort_values(kind="stable").index
    nearest = np.full(p.size, np.inf)
    taken = []
    for row in order:
        if len(taken) == k:
            break
        if nearest[row] < min_distance:
            continue
        taken.append(row)
        nearest = np.minimum(nearest, np.sqrt(((x - x[row]) ** 2).sum(axis=1)))
    return np.array(taken, dtype="int64")
