# /// mistake
# fails = [
#     "test_unequal_weights_are_worth_fewer_rows",
#     "test_both_chances_are_needed_only_up_to_a_constant",
#     "test_a_row_that_is_not_wanted_has_no_influence",
#     "test_weights_may_be_very_small_or_large",
#     "test_rows_are_paired_by_position",
#     "test_random_rows_give_what_exact_fractions_give",
#     "test_the_size_counts_rows_and_never_exceeds_them",
#     "test_weights_of_very_different_size_stand_side_by_side",
# ]
# says = "The weights are 0.5, 1 and 2: 3.5 squared over 5.25"
# ///

# The effective sample size is the number of rows that are wanted.
def importance_estimate(
    values: ArrayLike, sampled_with: ArrayLike, wanted: ArrayLike
) -> dict[str, float]:
    outcomes = np.asarray(values, dtype=float)
    drawn = np.asarray(sampled_with, dtype=float)
    target = np.asarray(wanted, dtype=float)
    if not len(outcomes) == len(drawn) == len(target):
        raise ValueError("need the same number of values, of chances and of wanted chances")
    if not (np.isfinite(drawn) & (drawn > 0)).all():
        raise ValueError("a row that was sampled has a finite chance above zero")
    if not (np.isfinite(target) & (target >= 0)).all():
        raise ValueError("wanted has an entry that is negative, missing or infinite")
    counts = target > 0
    if not counts.any():
        raise ValueError("there are no rows, or none is wanted")
    if not np.isfinite(outcomes[counts]).all():
        raise ValueError("a wanted row has no finite value")
    weights = target[counts] / drawn[counts]
    weights = weights / weights.max()
    return {
        "mean": float((weights * outcomes[counts]).sum() / weights.sum()),
        "effective_sample_size": float(counts.sum()),
    }
