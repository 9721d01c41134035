from statistics import fmean, linear_regression, variance


def cuped(metric, covariate, arm):
    units = list(zip(map(float, metric), map(float, covariate), arm, strict=True))
    if any(a not in (0, 1) or math.isnan(y) for y, x, a in units):
        raise ValueError("unknown arm or missing metric")
    known = [(x, y) for y, x, a in units if not math.isnan(x)]
    xs = [x for x, y in known]
    slope = centre = 0.0
    if len(set(xs)) > 1:
        slope = linear_regression(xs, [y for x, y in known]).slope
        centre = fmean(xs)

    def adjusted(y, x):
        return y if math.isnan(x) else y - slope * (x - centre)

    before = {which: [y for y, x, a in units if a == which] for which in (0, 1)}
    after = {which: [adjusted(y, x) for y, x, a in units if a == which] for which in (0, 1)}
    # `variance` refuses fewer than two values with a StatisticsError, which is a ValueError.
    old, new = (sum(variance(v) / len(v) for v in arms.values()) for arms in (before, after))
    return fmean(after[1]) - fmean(after[0]), math.sqrt(new), 1 - new / old
