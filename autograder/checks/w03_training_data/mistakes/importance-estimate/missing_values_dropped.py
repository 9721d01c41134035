# /// mistake
# fails = [
#     "test_rows_that_cannot_be_weighed_are_refused",
#     "test_one_bad_row_among_many_is_refused",
# ]
# says = "Unequal lengths, no rows, impossible chances, nothing wanted: each"
# ///

# Drops rows without a value, and says nothing.
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
    counts &= np.isfinite(outcomes)
    if not counts.any():
        raise ValueError('no values')
    weights = target[counts] / drawn[counts]
    weights = weights / weights.max()
    return {
        "mean": float((weights * outcomes[counts]).sum() / weights.sum()),
        "effective_sample_size": float(weights.sum() ** 2 / (weights**2).sum()),
    }
