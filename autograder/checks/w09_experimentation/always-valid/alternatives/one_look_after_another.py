def always_valid(differences, variance, tau):
    if not (variance > 0 and tau > 0):
        raise ValueError("variance and tau must be above 0")
    n, s, lowest, out = 0, 0.0, 1.0, []
    for value in differences:
        value = float(value)
        if not math.isnan(value):
            n += 1
            s += value
            total = variance + n * tau * tau
            log_p = 0.5 * math.log(total / variance) - (tau * s) ** 2 / (2 * variance * total)
            lowest = min(lowest, math.exp(log_p))
        out.append(lowest)
    return np.array(out)
