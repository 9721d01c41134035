# /// mistake
# fails = [
#     "test_the_result_is_a_new_array_in_the_same_order",
#     "test_random_probabilities_match_exact_fractions",
#     "test_the_probabilities_are_left_alone",
# ]
# says = "Argument 1 was changed by the call; work on a copy"
# ///

# Scales in place, on the way to the result.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    rest = 1 - given
    given *= keep_rate
    return given / (given + rest)
