# /// mistake
# fails = [
#     "test_the_odds_shrink_by_the_keep_rate",
#     "test_certainty_stays_certain",
#     "test_small_probabilities_are_not_cut_off",
#     "test_the_result_is_a_new_array_in_the_same_order",
#     "test_random_probabilities_match_exact_fractions",
#     "test_a_calibrated_world_is_restored",
#     "test_extreme_rates_give_finite_results",
# ]
# says = "Odds of 1, 4, 1/3 and 1/9 become 1/4, 1, 1/12 and 1/36"
# ///

# Multiplies the probability, not the odds.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    return keep_rate * given
