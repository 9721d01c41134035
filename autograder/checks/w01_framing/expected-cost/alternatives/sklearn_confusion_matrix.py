from sklearn.metrics import confusion_matrix


def expected_cost(
    y_true: ArrayLike, y_prob: ArrayLike, threshold: float, costs: Mapping[str, float]
) -> float:
    """Weight the normalised confusion matrix by the matrix of costs."""
    late = np.array(y_true, dtype=float).ravel()
    score = np.array(y_prob, dtype=float).ravel()
    if late.size != score.size or late.size == 0:
        raise ValueError(f"{late.size} labels, {score.size} scores")
    if not set(np.unique(late)) <= {0.0, 1.0}:
        raise ValueError("labels must be 0 or 1")
    if np.isnan(score).any() or score.min() < 0 or score.max() > 1:
        raise ValueError("scores must lie from 0 to 1")
    if np.isnan(threshold):
        raise ValueError("threshold must not be NaN")
    if costs.keys() != {"correct_alarm", "correct_silence", "false_alarm", "miss"}:
        raise ValueError(f"wrong entries in costs: {list(costs)}")
    dollars = np.array(
        [[costs["correct_silence"], costs["false_alarm"]], [costs["miss"], costs["correct_alarm"]]],
        dtype=float,
    )
    if not np.isfinite(dollars).all():
        raise ValueError("costs must be finite")
    acted = score >= threshold
    share = confusion_matrix(late.astype(int), acted.astype(int), labels=[0, 1], normalize="all")
    return np.vdot(share, dollars)
