# /// mistake
# fails = ["test_malformed_options_and_senses_are_refused"]
# says = "(0, 2)"
# ///

# Returns early when there are no options, before the senses are looked at.
def pareto_front(options, senses):
    values = np.array(options, dtype=float)
    if values.ndim == 2 and values.shape[0] == 0 and values.shape[1] > 0:
        return np.array([], dtype=int)
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
    return np.array(front, dtype=int)
