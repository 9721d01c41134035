def choose_for_labelling(probabilities, embeddings, k, min_distance):
    """Take the best row that is left and strike out its neighbours, again and again."""
    p = np.asarray(probabilities)
    points = np.asarray(embeddings, dtype=np.float64)
    if k < 0 or not 0 <= min_distance < np.inf:
        raise ValueError("k or min_distance")
    if points.ndim != 2 or points.shape[1] < 1 or points.shape[0] != p.size:
        raise ValueError("shapes")
    if np.isnan(p).any() or (p < 0).any() or (p > 1).any() or not np.isfinite(points).all():
        raise ValueError("numbers")
    uncertainty = np.minimum(p, 1 - p)
    left = np.ones(p.size, dtype=bool)
    chosen = []
    while left.any() and len(chosen) < k:
        row = int(np.where(left, uncertainty, -1.0).argmax())
        chosen.append(row)
        squares = ((points - points[row]) ** 2).sum(axis=1)
        left &= squares >= min_distance**2
        left[row] = False
    return np.array(chosen, dtype=np.int64)
