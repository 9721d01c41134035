# /// mistake
# fails = [
#     "test_rows_too_near_to_a_chosen_one_are_passed_over",
#     "test_a_distance_of_exactly_the_minimum_is_far_enough",
#     "test_random_pools_give_what_a_slow_search_gives",
#     "test_chosen_rows_are_apart_and_others_have_a_reason",
# ]
# says = "Distances are Euclidean:"
# ///

# Measures the largest difference of a coordinate.
def choose_for_labelling(
    probabilities: ArrayLike, embeddings: ArrayLike, k: int, min_distance: float
) -> np.ndarray:
    scores = np.asarray(probabilities, dtype=float)
    points = np.asarray(embeddings, dtype=float)
    if k < 0:
        raise ValueError(f"cannot choose {k} rows")
    if not (math.isfinite(min_distance) and min_distance >= 0):
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
        distances = np.abs(points[taken] - points[row]).max(axis=1)
        if (distances >= min_distance).all():
            taken.append(int(row))
    return np.array(taken, dtype=int)
