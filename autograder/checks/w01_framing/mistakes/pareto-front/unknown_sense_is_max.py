# /// mistake
# fails = ["test_malformed_options_and_senses_are_refused"]
# says = "maximum"
# ///

# Whatever is not "min" is taken for "max".
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1]:
        raise ValueError("senses")
    values = values * np.array([1.0 if sense == "min" else -1.0 for sense in senses])
    front = []
    for row, option in enumerate(values):
        dominates = (values <= option).all(axis=1) & (values < option).any(axis=1)
        if not dominates.any():
            front.append(row)
    return np.array(front, dtype=int)
