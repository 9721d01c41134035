# /// mistake
# fails = ["test_rows_that_cannot_be_weighed_are_refused"]
# says = "Unequal lengths, no rows, impossible chances, nothing wanted: each"
# ///

# When nothing is wanted the result is NaN.
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
        return {'mean': math.nan, 'effective_sample_size': 0.0}
    if not np.isfinite(outcomes[counts]).all():
        raise ValueError("a wanted row has no finite value")
    weights = target[counts] / drawn[counts]
    weights = weights / weights.max()
    return {
        "mean": float((weights * outcomes[counts]).sum() / weights.sum()),
        "effective_sample_size": float(weights.sum() ** 2 / (weights**2).sum()),
    }
