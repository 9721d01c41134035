def grouped_importance(model, features, labels, held_out, groups, seed, repeats=5):
    truth = [float(label) for label in labels]
    chosen = np.array([i for i, held in enumerate(held_out) if held])
    if len(features) != len(truth) or len(features) != len(held_out):
        raise ValueError("lengths differ")
    if not len(chosen):
        raise ValueError("nothing is held out")
    if repeats < 1:
        raise ValueError("repeats < 1")
    lacking = {c for columns in groups.values() for c in columns} - set(features.columns)
    if lacking:
        raise ValueError("unknown columns: " + ", ".join(sorted(lacking)))

    y = np.array([truth[i] for i in chosen])
    rng = np.random.default_rng(seed)
    orders = [(name, rng.permutation(len(y))) for name in groups for _ in range(repeats)]
    # The table as it is and all shuffled copies below one another: the model is asked once.
    data = {}
    for column in features.columns:
        rows = [chosen]
        for name, order in orders:
            rows.append(chosen[order] if column in groups[name] else chosen)
        data[column] = features[column].array.take(np.concatenate(rows))
    answers = np.asarray(model(pd.DataFrame(data))).reshape(1 + len(orders), len(y))
    scores = ((answers - y) ** 2).mean(axis=1)
    return {
        name: float(np.mean([s for (of, _), s in zip(orders, scores[1:]) if of == name]) - scores[0])
        for name in groups
    }
