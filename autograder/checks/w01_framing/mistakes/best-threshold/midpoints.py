# /// mistake
# fails = [
#     "test_the_threshold_with_the_lowest_cost_is_found",
#     "test_all_four_costs_decide",
#     "test_equal_scores_are_acted_on_together",
#     "test_equally_cheap_thresholds_give_the_highest",
#     "test_no_other_threshold_is_cheaper",
#     "test_thresholds_that_cost_the_same_tie_exactly",
#     "test_scores_that_differ_in_the_last_digit_are_different",
#     "test_only_the_order_of_the_scores_matters",
#     "test_searching_changes_no_argument",
#     "test_a_hundred_thousand_scores_are_searched",
# ]
# says = "The threshold is one of the scores as given"
# ///

# Returns the middle between two scores.
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
    if_late = costs["correct_alarm"] - costs["miss"]
    if_on_time = costs["false_alarm"] - costs["correct_silence"]
    change = np.cumsum(np.where(y_true == 1, if_late, if_on_time))
    ends = np.append(y_prob[1:] != y_prob[:-1], True)
    scores = y_prob[ends]
    middles = np.append((scores[1:] + scores[:-1]) / 2, scores[-1])
    candidates = np.append(math.inf, middles)
    totals = np.append(0, change[ends])
    return float(candidates[np.argmin(totals)])
