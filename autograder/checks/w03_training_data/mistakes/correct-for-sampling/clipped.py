# /// mistake
# fails = [
#     "test_certainty_stays_certain",
#     "test_small_probabilities_are_not_cut_off",
#     "test_the_result_is_a_new_array_in_the_same_order",
#     "test_random_probabilities_match_exact_fractions",
#     "test_extreme_rates_give_finite_results",
# ]
# says = "What is certain does not depend on the sampling"
# ///

# Clips results away from 0 and 1.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    restored = keep_rate * given / (keep_rate * given + (1 - given))
    return np.clip(restored, 1e-9, 1 - 1e-9)
