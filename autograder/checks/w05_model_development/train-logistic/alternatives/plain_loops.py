def train_logistic(features, labels, epochs, batch_size, lr, l2, seed):
    rows = [[float(value) for value in row] for row in np.asarray(features).tolist()]
    ys = list(np.asarray(labels).tolist())
    if len(rows) != len(ys):
        raise ValueError("lengths")
    for y in ys:
        if y not in (0, 1):
            raise ValueError("label")
    for row in rows:
        if not all(math.isfinite(value) for value in row):
            raise ValueError("feature")

    def softplus(score):
        return max(score, 0.0) + math.log1p(math.exp(-abs(score)))

    def sigmoid(score):
        return math.exp(min(score, 0.0)) / (1 + math.exp(-abs(score)))

    def score_of(row):
        return sum(w_now[j] * row[j] for j in range(d)) + b_now

    rng = np.random.default_rng(seed)
    (_, d) = np.shape(features)
    w_now, b_now = [0.0] * d, 0.0
    losses = []
    for _epoch in range(epochs):
        order = [int(i) for i in rng.permutation(len(rows))]
        while order:
            batch = order[:batch_size]
            del order[:batch_size]
            slope, slope_b = [0.0] * d, 0.0
            for i in batch:
                error = sigmoid(score_of(rows[i])) - ys[i]
                slope_b += error
                for j in range(d):
                    slope[j] += error * rows[i][j]
            m = len(batch)
            w_now = [w - lr * (g / m + l2 * w) for w, g in zip(w_now, slope, strict=True)]
            b_now -= lr * slope_b / m
        total = 0.0
        for row, y in zip(rows, ys, strict=True):
            total += softplus(-score_of(row) if y == 1 else score_of(row))
        losses.append(total / len(rows) + l2 / 2 * sum(w * w for w in w_now))
    return {"weights": np.array(w_now), "bias": b_now, "losses": np.array(losses)}
