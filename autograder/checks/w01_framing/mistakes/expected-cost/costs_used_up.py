# /// mistake
# fails = ["test_labels_scores_and_costs_are_left_alone"]
# says = "was changed by the call"
# ///

# Takes the entries out of the caller's own dictionary.
def expected_cost(y_true, y_prob, threshold, costs):
    y_true, y_prob = np.asarray(y_true, dtype=float), np.asarray(y_prob, dtype=float)
    if len(y_true) != len(y_prob) or len(y_true) == 0:
        raise ValueError("lengths")
    if not np.isin(y_true, [0, 1]).all() or not ((y_prob >= 0) & (y_prob <= 1)).all():
        raise ValueError("labels or scores")
    if set(costs) != {"correct_alarm", "false_alarm", "miss", "correct_silence"}:
        raise ValueError("costs")
    if not all(math.isfinite(cost) for cost in costs.values()):
        raise ValueError("costs")
    if math.isnan(threshold):
        raise ValueError("threshold")
    correct_alarm, false_alarm = costs.pop("correct_alarm"), costs.pop("false_alarm")
    late = y_true == 1
    acting = np.where(late, correct_alarm, false_alarm)
    silent = np.where(late, costs["miss"], costs["correct_silence"])
    return float(np.where(y_prob >= threshold, acting, silent).mean())
