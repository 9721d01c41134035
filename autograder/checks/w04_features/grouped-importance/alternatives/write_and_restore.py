def grouped_importance(model, features, labels, held_out, groups, seed, repeats=5):
    mask = np.asarray(held_out)
    y = np.asarray(labels)
    if len(mask) != len(features) or len(y) != len(features):
        raise ValueError("features, labels and held_out must be of one length")
    if mask.sum() == 0:
        raise ValueError("no held-out rows")
    if repeats <= 0:
        raise ValueError("repeats must be positive")
    for name, columns in groups.items():
        for column in columns:
            if column not in features.columns:
                raise ValueError(f"group {name}: unknown column {column}")
    work = features.loc[mask]
    y = y[mask]

    def score():
        p = model(work)
        return ((p - y) ** 2).sum() / len(y)

    original = score()
    rng = np.random.default_rng(seed)
    out = {}
    for name, columns in groups.items():
        kept = {column: work[column] for column in columns}
        scores = []
        for _ in range(repeats):
            order = rng.permutation(len(work))
            for column, values in kept.items():
                work[column] = values.iloc[order].to_numpy()
            scores.append(score())
        for column, values in kept.items():
            work[column] = values
        out[name] = float(sum(scores) / len(scores) - original)
    return out
