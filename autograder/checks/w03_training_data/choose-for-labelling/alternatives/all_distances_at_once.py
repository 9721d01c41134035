from scipy.spatial.distance import cdist


def choose_for_labelling(probabilities, embeddings, k, min_distance):
    p, points = np.asarray(probabilities), np.asarray(embeddings)
    if k < 0 or not np.isfinite(min_distance) or min_distance < 0:
        raise ValueError("k or min_distance")
    if points.ndim != 2 or points.shape[1] == 0 or p.shape != points.shape[:1]:
        raise ValueError("shapes")
    if not np.isfinite(points).all() or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("numbers")
    too_near = cdist(points, points) < min_distance
    ranked = pd.Series(np.abs(p - 0.5)).sort_values(kind="stable").index
    taken = np.zeros(len(p), dtype=bool)
    order = []
    for row in ranked:
        if len(order) < k and not too_near[row, taken].any():
            taken[row] = True
            order.append(row)
    return np.array(order, dtype="int32")
