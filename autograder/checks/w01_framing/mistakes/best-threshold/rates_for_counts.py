# /// mistake
# fails = [
#     "test_no_other_threshold_is_cheaper",
#     "test_thresholds_that_cost_the_same_tie_exactly",
# ]
# says = "the highest is wanted"
# ///

# A product of rates is off in the last digit, so equal costs no longer tie.
def best_threshold(y_true, y_prob, costs):
    y_true, y_prob = np.asarray(y_true, dtype=float), np.asarray(y_prob, dtype=float)
    if len(y_true) != len(y_prob) or len(y_true) == 0:
        raise ValueError("lengths")
    if not np.isin(y_true, [0, 1]).all() or not ((y_prob >= 0) & (y_prob <= 1)).all():
        raise ValueError("labels or scores")
    if set(costs) != {"correct_alarm", "false_alarm", "miss", "correct_silence"}:
        raise ValueError("costs")
    if not all(math.isfinite(cost) for cost in costs.values()):
        raise ValueError("costs")
    late, n = y_true == 1, len(y_true)
    order = np.argsort(-y_prob, kind="stable")
    scores, late = y_prob[order], late[order]
    ends = np.append(scores[1:] != scores[:-1], True)
    hits = np.append(0, np.cumsum(late)[ends]) / n
    alarms = np.append(0, np.cumsum(~late)[ends]) / n
    cost = hits * costs["correct_alarm"] + alarms * costs["false_alarm"]
    cost = cost + (late.mean() - hits) * costs["miss"]
    cost = cost + (1 - late.mean() - alarms) * costs["correct_silence"]
    return float(np.append(math.inf, scores[ends])[np.argmin(cost)])
