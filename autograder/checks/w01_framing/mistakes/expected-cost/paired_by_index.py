# /// mistake
# fails = [
#     "test_labels_and_scores_are_paired_by_position",
#     "test_random_flights_cost_what_a_slow_count_says",
# ]
# says = "One correct alarm (150)"
# ///

# pandas pairs rows by index label before it computes.
def expected_cost(y_true, y_prob, threshold, costs):
    given = pd.DataFrame({"late": pd.Series(y_true), "score": pd.Series(y_prob)})
    if len(given) != len(y_true) or len(given) != len(y_prob):
        raise ValueError("lengths")
    y_true, y_prob = given["late"].to_numpy(dtype=float), given["score"].to_numpy(dtype=float)
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
    acted = y_prob >= threshold
    total = (
        (acted & late).sum() * costs["correct_alarm"]
        + (acted & ~late).sum() * costs["false_alarm"]
        + (~acted & late).sum() * costs["miss"]
        + (~acted & ~late).sum() * costs["correct_silence"]
    )
    return float(total / len(y_true))
