# /// mistake
# fails = ["test_a_pool_that_makes_no_sense_is_refused", "test_an_empty_request_is_still_checked"]
# says = "A negative k, a bad distance, shapes that do not fit, or a bad number"
# ///

# Checks nothing.
def choose_for_labelling(
    probabilities: ArrayLike, embeddings: ArrayLike, k: int, min_distance: float
) -> np.ndarray:
    scores = np.asarray(probabilities, dtype=float)
    points = np.asarray(embeddings, dtype=float)
    taken: list[int] = []
    for row in np.argsort(np.abs(scores - 0.5), kind="stable"):
        if len(taken) == k:
            break
        distances = np.linalg.norm(points[taken] - points[row], axis=1)
        if (distances >= min_distance).all():
            taken.append(int(row))
    return np.array(taken, dtype=int)
