def greedy_ensemble(predictions, labels, choose_on, size):
    table, truth, mask = map(np.asarray, (predictions, labels, choose_on))
    if size < 1:
        raise ValueError("size")
    if len(set(mask.tolist())) < 2:
        raise ValueError("rows of one kind only")
    if not ((table >= 0) & (table <= 1)).all():
        raise ValueError("predictions")

    def loss(counts, rows):
        q = np.clip(counts @ table / counts.sum(), a_min=1e-6, a_max=1 - 1e-6)[rows]
        return -float(np.mean(truth[rows] * np.log(q) + (1 - truth[rows]) * np.log(1 - q)))

    counts = np.zeros(len(table), dtype=int)
    for _ in range(size):
        trials = counts + np.eye(len(table), dtype=int)
        counts = min(trials, key=lambda trial: loss(trial, mask))
    return {
        "counts": counts,
        "chosen_loss": loss(counts, mask),
        "held_out_loss": loss(counts, ~mask),
    }
