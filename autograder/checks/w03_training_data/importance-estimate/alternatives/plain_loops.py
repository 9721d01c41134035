def importance_estimate(values, sampled_with, wanted):
    """Plain loops over lists; weights are divided by the largest before they are squared."""
    values, sampled_with, wanted = list(values), list(sampled_with), list(wanted)
    n = len(values)
    if len(sampled_with) != n or len(wanted) != n:
        raise ValueError("values, sampled_with and wanted must have the same length")
    weights, counted = [], []
    for i in range(n):
        q, p = float(sampled_with[i]), float(wanted[i])
        if math.isnan(q) or math.isinf(q) or q <= 0:
            raise ValueError(f"row {i}: sampled_with is {q}")
        if math.isnan(p) or math.isinf(p) or p < 0:
            raise ValueError(f"row {i}: wanted is {p}")
        if p > 0:
            v = float(values[i])
            if math.isnan(v) or math.isinf(v):
                raise ValueError(f"row {i}: value is {v}")
            weights.append(p / q)
            counted.append(v)
    largest = max(weights)  # a ValueError where nothing is wanted
    weights = [w / largest for w in weights]
    total = math.fsum(weights)
    mean = math.fsum(w * v for w, v in zip(weights, counted, strict=True)) / total
    return {"mean": mean, "effective_sample_size": total**2 / math.fsum(w * w for w in weights)}
