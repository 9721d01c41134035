from statistics import mean, variance


def cuped(metric, covariate, arm):
    y, x, arms = [float(v) for v in metric], [float(v) for v in covariate], list(arm)
    if len({len(y), len(x), len(arms)}) != 1:
        raise ValueError("every unit needs all three")
    if any(a not in (0, 1) for a in arms) or any(v != v for v in y):
        raise ValueError("unknown arm or missing metric")
    new_units = [i for i, a in enumerate(arms) if a == 1]
    old_units = [i for i, a in enumerate(arms) if a == 0]
    if len(new_units) < 2 or len(old_units) < 2:
        raise ValueError("an arm is too small")

    known = [i for i in range(len(x)) if x[i] == x[i]]
    slope, centre = 0.0, 0.0
    if known and min(x[i] for i in known) < max(x[i] for i in known):
        centre = mean(x[i] for i in known)
        middle = mean(y[i] for i in known)
        slope = sum((x[i] - centre) * (y[i] - middle) for i in known)
        slope /= sum((x[i] - centre) ** 2 for i in known)
    z = [y[i] - slope * (x[i] - centre) if i in known else y[i] for i in range(len(y))]

    def squared(values):
        return sum(
            variance([values[i] for i in units]) / len(units) for units in (new_units, old_units)
        )

    effect = mean(z[i] for i in new_units) - mean(z[i] for i in old_units)
    return effect, math.sqrt(squared(z)), 1 - squared(z) / squared(y)
