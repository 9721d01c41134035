# /// mistake
# fails = [
#     "test_certainty_stays_certain",
#     "test_small_probabilities_are_not_cut_off",
#     "test_random_probabilities_match_exact_fractions",
#     "test_extreme_rates_give_finite_results",
# ]
# says = "What is certain does not depend on the sampling"
# ///

# Goes through logits, with a small number against infinities.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    logit = np.log(given + 1e-12) - np.log(1 - given + 1e-12) + np.log(keep_rate)
    return 1 / (1 + np.exp(-logit))
