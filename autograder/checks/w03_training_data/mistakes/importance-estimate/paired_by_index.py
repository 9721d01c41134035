# /// mistake
# fails = ["test_rows_are_paired_by_position", "test_random_rows_give_what_exact_fractions_give"]
# says = "The weights are 0.5, 1, 2, in order"
# ///

# Lets pandas pair the rows by index label.
def importance_estimate(
    values: ArrayLike, sampled_with: ArrayLike, wanted: ArrayLike
) -> dict[str, float]:
    if not len(values) == len(sampled_with) == len(wanted) or len(values) == 0:
        raise ValueError("lengths")
    table = pd.DataFrame({"value": pd.Series(values), "drawn": pd.Series(sampled_with)})
    table["target"] = pd.Series(wanted)
    drawn, target = table["drawn"], table["target"]
    if not (np.isfinite(drawn) & (drawn > 0)).all():
        raise ValueError("sampled_with")
    if not (np.isfinite(target) & (target >= 0)).all() or not (target > 0).any():
        raise ValueError("wanted")
    table = table[target > 0]
    if not np.isfinite(table["value"].astype(float)).all():
        raise ValueError("values")
    weights = table["target"] / table["drawn"]
    weights = weights / weights.max()
    return {
        "mean": float((weights * table["value"]).sum() / weights.sum()),
        "effective_sample_size": float(weights.sum() ** 2 / (weights**2).sum()),
    }
