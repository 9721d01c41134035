def train_logistic(features, labels, epochs, batch_size, lr, l2, seed):
    from scipy.special import expit

    table, target = np.asarray(features), np.asarray(labels, dtype=np.float64)
    if target.shape != (table.shape[0],):
        raise ValueError("one label for each row, please")
    if not np.all((target == 0) | (target == 1)):
        raise ValueError("labels are 0 and 1")
    if np.any(np.isnan(table) | np.isinf(table)):
        raise ValueError("features are finite")
    # The bias is the weight of a column of ones, with a penalty of its own: none.
    design = np.column_stack([table, np.ones(len(table))])
    penalty = np.append(np.full(table.shape[1], l2), 0.0)
    theta = np.zeros(design.shape[1])
    random = np.random.default_rng(seed)
    curve = np.empty(epochs)
    for epoch in range(epochs):
        shuffled = random.permutation(len(design))
        for batch in np.split(shuffled, range(batch_size, len(design), batch_size)):
            part = design[batch]
            residual = expit(part @ theta) - target[batch]
            theta -= lr * ((part * residual[:, None]).mean(axis=0) + penalty * theta)
        sign = 1 - 2 * target
        curve[epoch] = np.logaddexp(0, sign * (design @ theta)).mean() + penalty @ theta**2 / 2
    return {"weights": theta[:-1], "bias": float(theta[-1]), "losses": curve}
