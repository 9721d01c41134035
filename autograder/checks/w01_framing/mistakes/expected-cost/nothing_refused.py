# /// mistake
# fails = [
#     "test_unusable_labels_scores_and_thresholds_are_refused",
#     "test_costs_need_exactly_four_finite_entries",
#     "test_one_bad_value_among_many_is_refused",
# ]
# says = "This call should raise ValueError"
# ///

# No argument is checked.
def expected_cost(y_true, y_prob, threshold, costs):
    y_true, y_prob = np.asarray(y_true, dtype=float), np.asarray(y_prob, dtype=float)
    late = y_true == 1
    acted = y_prob >= threshold
    total = (
        (acted & late).sum() * costs["correct_alarm"]
        + (acted & ~late).sum() * costs["false_alarm"]
        + (~acted & late).sum() * costs["miss"]
        + (~acted & ~late).sum() * costs["correct_silence"]
    )
    return float(total / len(y_true))
