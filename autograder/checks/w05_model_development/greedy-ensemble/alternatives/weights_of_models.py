def greedy_ensemble(predictions, labels, choose_on, size):
    from sklearn.metrics import log_loss

    table = np.asarray(predictions, dtype=np.float64)
    truth = np.asarray(labels).astype(int)
    mask = np.array(list(choose_on), dtype=bool)
    if size < 1 or mask.sum() in (0, len(mask)):
        raise ValueError("size, or rows")
    if np.isnan(table).any() or table.min() < 0 or table.max() > 1:
        raise ValueError("predictions")

    def loss(counts, rows):
        q = np.clip(counts @ table / counts.sum(), 1e-6, 1 - 1e-6)
        return float(log_loss(truth[rows], q[rows], labels=[0, 1]))

    counts = np.zeros(len(table), dtype=int)
    for _ in range(size):
        trials = counts + np.eye(len(table), dtype=int)
        counts = min(trials, key=lambda trial: loss(trial, mask))
    return {
        "counts": counts,
        "chosen_loss": loss(counts, mask),
        "held_out_loss": loss(counts, ~mask),
    }
