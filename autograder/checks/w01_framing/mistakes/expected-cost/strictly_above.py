# /// mistake
# fails = [
#     "test_a_score_equal_to_the_threshold_acts",
#     "test_thresholds_outside_the_scores_act_always_or_never",
#     "test_random_flights_cost_what_a_slow_count_says",
#     "test_scores_are_compared_with_the_threshold_exactly",
#     "test_always_and_never_acting_in_february",
# ]
# says = "The desk acts on three of the four flights"
# ///

# > for >=
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
    late = y_true == 1
    acted = y_prob > threshold
    total = (
        (acted & late).sum() * costs["correct_alarm"]
        + (acted & ~late).sum() * costs["false_alarm"]
        + (~acted & late).sum() * costs["miss"]
        + (~acted & ~late).sum() * costs["correct_silence"]
    )
    return float(total / len(y_true))
