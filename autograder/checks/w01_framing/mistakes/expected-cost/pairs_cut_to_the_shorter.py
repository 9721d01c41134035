# /// mistake
# fails = ["test_unusable_labels_scores_and_thresholds_are_refused"]
# says = "([1, 0], [0.9]"
# ///

# zip stops at the shorter list.
def expected_cost(y_true, y_prob, threshold, costs):
    pairs = list(zip(y_true, y_prob))
    if not pairs:
        raise ValueError("no flights")
    if any(late not in (0, 1) or not 0 <= score <= 1 for late, score in pairs):
        raise ValueError("labels or scores")
    if math.isnan(threshold) or len(costs) != 4 or not all(map(math.isfinite, costs.values())):
        raise ValueError("threshold or costs")
    total = 0
    for late, score in pairs:
        if score >= threshold:
            total += costs["correct_alarm" if late else "false_alarm"]
        else:
            total += costs["miss" if late else "correct_silence"]
    return total / len(pairs)
