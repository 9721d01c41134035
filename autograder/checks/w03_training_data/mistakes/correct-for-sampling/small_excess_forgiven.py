# /// mistake
# fails = [
#     "test_what_is_no_probability_or_no_rate_is_refused",
#     "test_the_probabilities_are_left_alone",
# ]
# says = "A `keep_rate` not in (0, 1], or a p that is NaN or outside [0, 1],"
# ///

# Forgives a probability that is a little too large.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= -1e-9) & (given <= 1 + 1e-9)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    return keep_rate * given / (keep_rate * given + (1 - given))
