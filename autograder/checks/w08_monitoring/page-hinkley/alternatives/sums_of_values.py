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
    for x in np.asarray(values):
        seen += 1
        if np.isnan(x):
            continue
        x = float(x)
        count += 1
        total += x
        mean = total / count
        up = max(up + x - mean - delta, 0.0)
        down = max(down + mean - x - delta, 0.0)
        if count < min_values:
            continue
        if up >= threshold or down >= threshold:
            found.append((seen - 1, "down" if down > up else "up"))
            count, total, mean, up, down = 0, 0.0, 0.0, 0.0, 0.0
    return found, {"position": seen, "count": count, "mean": mean, "up": up, "down": down}
