# /// mistake
# fails = ["test_costs_need_exactly_four_finite_entries"]
# says = "true_alarm"
# ///

# Entries that nobody asked for are ignored, and so is a NaN among them.
def expected_cost(y_true, y_prob, threshold, costs):
    y_true, y_prob = np.asarray(y_true, dtype=float), np.asarray(y_prob, dtype=float)
    if len(y_true) != len(y_prob) or len(y_true) == 0:
        raise ValueError("lengths")
    if not np.isin(y_true, [0, 1]).all() or not ((y_prob >= 0) & (y_prob <= 1)).all():
        raise ValueError("labels or scores")
    if not set(costs) >= {"correct_alarm", "false_alarm", "miss", "correct_silence"}:
        raise ValueError("costs")
    if not all(math.isfinite(cost) for cost in costs.values()):
        raise ValueError("costs")
    if math.isnan(threshold):
        raise ValueError("threshold")
    late = y_true == 1
    acted = y_prob >= threshold
    total = (
        (acted & late).sum() * costs["correct_alarm"]
        + (acted & ~late).sum() * costs["false_alarm"]
        + (~acted & late).sum() * costs["miss"]
        + (~acted & ~late).sum() * costs["correct_silence"]
    )
    return float(total / len(y_true))
