# /// mistake
# fails = [
#     "test_random_options_agree_with_comparing_every_pair",
#     "test_flipping_or_stretching_an_objective_changes_nothing",
# ]
# says = "Only the order within each objective matters"
# ///

# Beyond 20 options, scales each objective to 0..1 and drops whatever is far from the best sum.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    front = []
    if len(values) > 20 and np.isfinite(values).all():
        spread = np.ptp(values, axis=0)
        scaled = (values - values.min(axis=0)) / np.where(spread == 0, 1, spread)
        limit = np.median(scaled.sum(axis=1))
    else:
        scaled, limit = np.zeros_like(values), math.inf
    for row, option in enumerate(values):
        dominates = (values <= option).all(axis=1) & (values < option).any(axis=1)
        if not dominates.any() and scaled[row].sum() <= limit:
            front.append(row)
    return np.array(front, dtype=int)
