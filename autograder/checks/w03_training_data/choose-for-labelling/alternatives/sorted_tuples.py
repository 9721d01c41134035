from itertools import count


def choose_for_labelling(probabilities, embeddings, k, min_distance):
    """Sorted pairs of uncertainty and row, and distances by `math.dist`."""
    p = [float(x) for x in probabilities]
    points = np.asarray(embeddings)
    if k < 0:
        raise ValueError("k")
    if not 0 <= min_distance < math.inf:
        raise ValueError("min_distance")
    if points.ndim != 2 or points.shape[1] == 0 or points.shape[0] != len(p):
        raise ValueError("embeddings")
    for x in p:
        if not 0.0 <= x <= 1.0:
            raise ValueError("probability")
    rows = points.tolist()
    if not all(math.isfinite(x) for row in rows for x in row):
        raise ValueError("coordinate")
    chosen = []
    away = [abs(x - 0.5) for x in p]
    for _, i in sorted(zip(away, count())):
        if len(chosen) < k and all(math.dist(rows[i], rows[j]) >= min_distance for j in chosen):
            chosen.append(i)
    return np.asarray(chosen, dtype=np.int32)
