def dawid_skene(votes, n_classes, n_iter, smoothing=0.01):
    """The formulas, as written, in plain Python."""
    shape = np.shape(votes)
    if len(shape) != 2 or 0 in shape or n_classes < 2 or n_iter < 1:
        raise ValueError("shape or counts")
    if not 0 < smoothing < math.inf:
        raise ValueError("smoothing")
    rows = [[int(v) for v in row] for row in votes]
    if any(v < -1 or v >= n_classes for row in rows for v in row):
        raise ValueError("unknown class")
    n, m = shape
    classes = range(n_classes)
    belief = []
    for row in rows:
        given = [v for v in row if v != -1]
        if given:
            belief.append([given.count(t) / len(given) for t in classes])
        else:
            belief.append([1 / n_classes] * n_classes)
    for _ in range(n_iter):
        prior = [
            (smoothing + sum(b[t] for b in belief)) / (smoothing * n_classes + n) for t in classes
        ]
        confusion = []
        for j in range(m):
            matrix = [[smoothing] * n_classes for _ in classes]
            for row, b in zip(rows, belief):
                if row[j] != -1:
                    for t in classes:
                        matrix[t][row[j]] += b[t]
            confusion.append([[x / sum(line) for x in line] for line in matrix])
        for i, row in enumerate(rows):
            logs = [math.log(p) for p in prior]
            for j, v in enumerate(row):
                if v != -1:
                    logs = [logs[t] + math.log(confusion[j][t][v]) for t in classes]
            odds = [math.exp(x - max(logs)) for x in logs]
            belief[i] = [x / sum(odds) for x in odds]
    return {
        "confusion": np.array(confusion),
        "prior": np.array(prior),
        "posterior": np.array(belief),
    }
