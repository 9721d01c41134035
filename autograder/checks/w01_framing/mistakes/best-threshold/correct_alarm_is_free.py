# /// mistake
# fails = [
#     "test_all_four_costs_decide",
#     "test_equal_scores_are_acted_on_together",
#     "test_no_other_threshold_is_cheaper",
#     "test_thresholds_that_cost_the_same_tie_exactly",
#     "test_a_hundred_thousand_scores_are_searched",
# ]
# says = "30 - 80"
# ///

# Acting on a late flight is taken to cost nothing.
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
    order = np.argsort(-y_prob, kind="stable")
    y_true, y_prob = y_true[order], y_prob[order]
    if_late = -costs["miss"]
    if_on_time = costs["false_alarm"] - costs["correct_silence"]
    change = np.cumsum(np.where(y_true == 1, if_late, if_on_time))
    ends = np.append(y_prob[1:] != y_prob[:-1], True)
    candidates = np.append(math.inf, y_prob[ends])
    totals = np.append(0, change[ends])
    return float(candidates[np.argmin(totals)])
