import numpy as np


def page_hinkley(values, state, delta, threshold, min_values):
    if state is None:
        seen = count = 0
        mean = up = down = 0.0
    else:
        seen, count, mean, up, down = (
            state[name] for name in ("position", "count", "mean", "up", "down")
        )
    total = mean * count
    found = []
    for x in np.asarray(values, dtype=np.float64):
        seen += 1
        if np.isnan(x):
            continue
        x = float(x)
        count += 1
        total += x
        mean = total / count
        up += x - mean - delta
        if up < 0:
            up = 0.0
        down += mean - x - delta
        if down < 0:
            down = 0.0
        if count < min_values:
            continue
        if up >= threshold or down >= threshold:
            found.append((seen - 1, "down" if down > up else "up"))
            count, total, mean, up, down = 0, 0.0, 0.0, 0.0, 0.0
    return found, {"position": seen, "count": count, "mean": mean, "up": up, "down": down}
