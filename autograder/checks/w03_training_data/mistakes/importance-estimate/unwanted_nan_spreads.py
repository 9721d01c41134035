# /// mistake
# fails = [
#     "test_a_row_that_is_not_wanted_has_no_influence",
#     "test_random_rows_give_what_exact_fractions_give",
#     "test_weights_of_very_different_size_stand_side_by_side",
# ]
# says = "The weights of the first and the last row are 5 and 2.5, of the others 0"
# ///

# Zero times NaN is NaN: a row that is not wanted spoils the mean.
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
    counts = np.ones(len(target), dtype=bool)
    if not np.isfinite(outcomes[target > 0]).all():
        raise ValueError("a wanted row has no finite value")
    weights = target[counts] / drawn[counts]
    weights = weights / weights.max()
    return {
        "mean": float((weights * outcomes[counts]).sum() / weights.sum()),
        "effective_sample_size": float(weights.sum() ** 2 / (weights**2).sum()),
    }
