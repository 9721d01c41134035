# /// mistake
# fails = [
#     "test_certainty_stays_certain",
#     "test_the_result_is_a_new_array_in_the_same_order",
#     "test_a_calibrated_world_is_restored",
#     "test_extreme_rates_give_finite_results",
# ]
# says = "What is certain does not depend on the sampling"
# ///

# Divides by 1 - p, which is zero for a certain flight.
def correct_for_sampling(p: ArrayLike, keep_rate: float) -> np.ndarray:
    given = np.asarray(p, dtype=float)
    if not 0 < keep_rate <= 1:
        raise ValueError(f"keep_rate must be above 0 and at most 1, not {keep_rate}")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("p has an entry that is missing or outside [0, 1]")
    odds = keep_rate * given / (1 - given)
    return odds / (1 + odds)
