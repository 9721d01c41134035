from fractions import Fraction


def expected_cost(y_true, y_prob, threshold, costs):
    """Count the four cases flight by flight, then take the mean in exact fractions."""
    names = ("correct_alarm", "false_alarm", "miss", "correct_silence")
    for name in costs:
        if name not in names:
            raise ValueError(f"unknown cost {name}")
    price = {}
    for name in names:
        if name not in costs:
            raise ValueError(f"the cost {name} is missing")
        if not math.isfinite(costs[name]):
            raise ValueError(f"the cost {name} is not finite")
        price[name] = Fraction(float(costs[name]))
    if threshold != threshold:
        raise ValueError("the threshold is NaN")

    labels = [float(label) for label in y_true]
    scores = [float(score) for score in y_prob]
    if len(labels) != len(scores):
        raise ValueError("labels and scores differ in length")
    if not labels:
        raise ValueError("no flights")

    cases = {name: 0 for name in names}
    for label, score in zip(labels, scores):
        if label not in (0.0, 1.0):
            raise ValueError(f"label {label}")
        if not 0 <= score <= 1:
            raise ValueError(f"score {score}")
        if score >= threshold:
            cases["correct_alarm" if label else "false_alarm"] += 1
        else:
            cases["miss" if label else "correct_silence"] += 1
    total = sum(cases[name] * price[name] for name in names)
    return float(total / len(labels))
