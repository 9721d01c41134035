def best_threshold(y_true, y_prob, costs):
    """Lower the threshold score by score, keeping the total cost up to date."""
    expected_cost(y_true, y_prob, math.inf, costs)  # raises whatever there is to raise

    # What changes in total when the desk starts to act at a score, rather than stay silent.
    if_late = int(costs["correct_alarm"]) - int(costs["miss"])
    if_on_time = int(costs["false_alarm"]) - int(costs["correct_silence"])
    change = {}
    labels = np.asarray(y_true, dtype=float).tolist()
    scores = np.asarray(y_prob, dtype=float).tolist()
    for label, score in zip(labels, scores):
        change[score] = change.get(score, 0) + (if_late if label == 1 else if_on_time)

    best = math.inf
    total = 0  # counted from the cost of "never act"
    cheapest = 0
    for score in sorted(change, reverse=True):
        total += change[score]
        if total < cheapest:
            cheapest = total
            best = score
    return best
