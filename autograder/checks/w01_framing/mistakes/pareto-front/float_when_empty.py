# /// mistake
# fails = ["test_the_front_is_an_ascending_integer_array"]
# says = "expected whole numbers, not floats"
# ///

# np.array([]) is an array of floats.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    front = []
    for row, option in enumerate(values):
        dominates = (values <= option).all(axis=1) & (values < option).any(axis=1)
        if not dominates.any():
            front.append(row)
    return np.array(front)
