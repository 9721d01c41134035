def defer(probabilities, capacity, costs, review_cost, person_right):
    c = {}
    for name in ("correct_alarm", "false_alarm", "miss", "correct_silence"):
        if name not in costs:
            raise ValueError(f"{name} is needed")
        c[name] = costs[name]
    p = pd.Series(np.asarray(probabilities, dtype=float))
    if not p.between(0, 1).all():
        raise ValueError("probabilities lie between 0 and 1")
    if capacity < 0 or not 0.5 <= person_right <= 1:
        raise ValueError("capacity or person_right")
    act = c["correct_alarm"] * p + c["false_alarm"] * (1 - p)
    silent = c["miss"] * p + c["correct_silence"] * (1 - p)
    late, punctual = (c["correct_alarm"], c["miss"]), (c["correct_silence"], c["false_alarm"])
    error_late, error_punctual = max(late) - min(late), max(punctual) - min(punctual)
    person = p * min(late) + (1 - p) * min(punctual)
    person += (1 - person_right) * (p * error_late + (1 - p) * error_punctual) + review_cost
    gain = act.clip(upper=silent) - person
    gain = gain[gain > 0]
    return np.sort(gain.nlargest(int(capacity)).index.to_numpy()).astype(int)
