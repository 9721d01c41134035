# /// mistake
# fails = ["test_k_may_be_an_integer_of_numpy"]
# says = "may be a whole number of NumPy"
# ///

# k is checked with isinstance(k, int).
def choose_for_labelling(
    probabilities: ArrayLike, embeddings: ArrayLike, k: int, min_distance: float
) -> np.ndarray:
    scores = np.asarray(probabilities)
    points = np.asarray(embeddings)
    if not isinstance(k, int): raise TypeError('k')
    if k < 0:
        raise ValueError(f"cannot choose {k} rows")
    if not 0 <= min_distance < math.inf:
        raise ValueError(f"min_distance must be finite and not negative, not {min_distance}")
    if points.ndim != 2 or points.shape[1] == 0 or len(points) != len(scores):
        raise ValueError(f"{len(scores)} probabilities and embeddings of shape {points.shape}")
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("a probability is missing or outside [0, 1]")
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is missing or infinite")
    taken: list[int] = []
    for row in np.argsort(np.abs(scores - 0.5), kind="stable"):
        if len(taken) == k:
            break
        distances = np.linalg.norm(points[taken] - points[row], axis=1)
        if (distances >= min_distance).all():
            taken.append(int(row))
    return np.array(taken, dtype=int)
