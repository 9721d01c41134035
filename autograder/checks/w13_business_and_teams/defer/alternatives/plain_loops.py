def defer(probabilities, capacity, costs, review_cost, person_right):
    needed = ["correct_alarm", "false_alarm", "miss", "correct_silence"]
    for name in needed:
        if name not in costs:
            raise ValueError("missing cost: " + name)
    alarm, false_alarm, miss, silence = (float(costs[name]) for name in needed)
    if capacity < 0:
        raise ValueError("capacity below zero")
    if person_right < 0.5 or person_right > 1:
        raise ValueError("person_right")
    gains = []
    for position, p in enumerate(probabilities):
        p = float(p)
        if not 0 <= p <= 1:
            raise ValueError("no probability: %r" % p)
        machine = min(p * alarm + (1 - p) * false_alarm, p * miss + (1 - p) * silence)
        right = p * min(alarm, miss) + (1 - p) * min(silence, false_alarm)
        wrong = p * max(alarm, miss) + (1 - p) * max(silence, false_alarm)
        gain = machine - (right * person_right + wrong * (1 - person_right)) - review_cost
        if gain > 0:
            gains.append((-gain, position))
    gains.sort()
    return np.array(sorted(position for _, position in gains[: int(capacity)]), dtype=int)
