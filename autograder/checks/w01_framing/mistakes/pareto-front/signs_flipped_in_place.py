# /// mistake
# fails = ["test_the_table_of_options_is_left_alone"]
# says = "Argument 1 was changed"
# ///

# np.asarray does not copy, so the caller's table is negated.
def pareto_front(options, senses):
    values = np.asarray(options, dtype=float)
    if values.ndim != 2 or values.shape[1] == 0 or np.isnan(values).any():
        raise ValueError("options")
    if len(senses) != values.shape[1] or any(sense not in ("min", "max") for sense in senses):
        raise ValueError("senses")
    for column, sense in enumerate(senses):
        if sense == "max":
            values[:, column] *= -1
    front = []
    for row, option in enumerate(values):
        dominates = (values <= option).all(axis=1) & (values < option).any(axis=1)
        if not dominates.any():
            front.append(row)
    return np.array(front, dtype=int)
