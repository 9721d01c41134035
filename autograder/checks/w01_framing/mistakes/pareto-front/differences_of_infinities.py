# /// mistake
# fails = ["test_infinite_values_compare_as_usual"]
# says = "An infinite value equals itself"
# ///

# inf - inf is NaN, and NaN is not <= 0.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    front = []
    for row, option in enumerate(values):
        with np.errstate(invalid="ignore"):
            gap = values - option
        if not ((gap <= 0).all(axis=1) & (gap < 0).any(axis=1)).any():
            front.append(row)
    return np.array(front, dtype=int)
