# /// mistake
# fails = ["test_what_expected_cost_refuses_is_refused_here"]
# says = "This call should raise ValueError"
# ///

# No argument is checked.
def best_threshold(y_true, y_prob, costs):
    y_true, y_prob = np.asarray(y_true, dtype=float), np.asarray(y_prob, dtype=float)
    order = np.argsort(-y_prob, kind="stable")
    y_true, y_prob = y_true[order], y_prob[order]
    if_late = costs["correct_alarm"] - costs["miss"]
    if_on_time = costs["false_alarm"] - costs["correct_silence"]
    change = np.cumsum(np.where(y_true == 1, if_late, if_on_time))
    ends = np.append(y_prob[1:] != y_prob[:-1], True)
    candidates = np.append(math.inf, y_prob[ends])
    totals = np.append(0, change[ends])
    return float(candidates[np.argmin(totals)])
