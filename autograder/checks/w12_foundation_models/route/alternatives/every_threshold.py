def route(confidence, small_right, large_right, prices, budget):
    if not confidence:
        raise ValueError("no questions")
    small, large = prices
    options = []
    for threshold in {0.0, 2.0, *confidence}:
        up = [sure < threshold for sure in confidence]
        cost = len(up) * small + sum(up) * large
        right = sum(b if passed else a for passed, a, b in zip(up, small_right, large_right))
        if cost <= budget:
            options.append((-right, cost, float(threshold)))
    wrong, cost, threshold = min(options)  # a ValueError if nothing can be paid
    return {"threshold": threshold, "cost": cost, "quality": -wrong / len(confidence)}
