def grouped_importance(model, features, labels, held_out, groups, seed, repeats=5):
    rows = [i for i, kept in enumerate(held_out) if kept]
    if len(features) != len(labels) or len(features) != len(held_out):
        raise ValueError("lengths differ")
    if not rows or repeats < 1:
        raise ValueError("nothing to measure")
    wanted = {column for columns in groups.values() for column in columns}
    if wanted - set(features.columns):
        raise ValueError(f"unknown: {sorted(wanted - set(features.columns))}")
    y = np.array([float(label) for label in labels])[rows]
    table = features.iloc[rows]
    base = np.mean(np.square(model(table) - y))
    rng = np.random.default_rng(seed)
    result = {}
    for group, columns in groups.items():
        total = 0.0
        for _ in range(repeats):
            moved = table.iloc[rng.permutation(len(rows))]
            copy = {
                name: (moved if name in columns else table)[name].array for name in features.columns
            }
            total += np.mean(np.square(model(pd.DataFrame(copy)) - y))
        result[group] = float(total / repeats - base)
    return result
