# /// mistake
# fails = [
#     "test_all_four_costs_decide",
#     "test_never_and_always_are_candidates",
#     "test_no_other_threshold_is_cheaper",
#     "test_thresholds_that_cost_the_same_tie_exactly",
#     "test_scores_that_differ_in_the_last_digit_are_different",
#     "test_only_the_order_of_the_scores_matters",
#     "test_a_hundred_thousand_scores_are_searched",
# ]
# says = "0.3"
# ///

# Tries 101 round thresholds, whatever the scores are.
def best_threshold(y_true, y_prob, costs):
    grid = [*np.linspace(0, 1, 101).tolist(), math.inf]
    return min(grid, key=lambda t: (expected_cost(y_true, y_prob, t, costs), -t))
