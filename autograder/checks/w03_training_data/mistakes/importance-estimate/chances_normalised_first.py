# /// mistake
# fails = ["test_weights_may_be_very_small_or_large"]
# says = "what counts is the ratio"
# ///

# Both chances are made to add up to 1 first, and the small ones vanish.
def importance_estimate(
    values: ArrayLike, sampled_with: ArrayLike, wanted: ArrayLike
) -> dict[str, float]:
    outcomes, drawn, target = (np.asarray(column) for column in (values, sampled_with, wanted))
    if not len(outcomes) == len(drawn) == len(target):
        raise ValueError("need the same number of values, of chances and of wanted chances")
    if not ((drawn > 0) & (drawn < np.inf)).all():
        raise ValueError("a row that was sampled has a finite chance above zero")
    if not ((target >= 0) & (target < np.inf)).all():
        raise ValueError("wanted has an entry that is negative, missing or infinite")
    drawn = drawn / drawn.sum(); target = target / target.sum() if target.sum() else target
    counts = target > 0
    if not np.isfinite(outcomes[counts]).all():
        raise ValueError("a wanted row has no finite value")
    ratios = target[counts] / drawn[counts]
    largest = ratios.max(initial=0.0)
    if largest == 0:
        raise ValueError("there are no rows, or none is wanted")
    weights = ratios / largest  # neither result changes, and no square over- or underflows
    return {
        "mean": float((weights * outcomes[counts]).sum() / weights.sum()),
        "effective_sample_size": float(weights.sum() ** 2 / (weights**2).sum()),
    }
