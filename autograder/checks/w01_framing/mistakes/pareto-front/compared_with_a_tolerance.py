# /// mistake
# fails = ["test_values_are_compared_without_a_tolerance"]
# says = "larger by 2e-16"
# ///

# Nearly equal values count as equal.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    front = []
    for row, option in enumerate(values):
        dominates = (values <= option).all(axis=1) & ((values < option) & ~np.isclose(values, option)).any(axis=1)
        if not dominates.any():
            front.append(row)
    return np.array(front, dtype=int)
