import bisect
import math

import numpy as np


def isotonic_fit(scores, labels):
    scores, labels = [float(s) for s in scores], [float(y) for y in labels]
    if not scores or len(scores) != len(labels):
        raise ValueError("unequal lengths, or no flights")
    if any(not math.isfinite(s) for s in scores) or any(y not in (0.0, 1.0) for y in labels):
        raise ValueError("bad score or label")
    points = {}
    for s, y in sorted(zip(scores, labels)):
        late, flights = points.get(s, (0.0, 0))
        points[s] = (late + y, flights + 1)
    late = [counts[0] for counts in points.values()]
    flights = [counts[1] for counts in points.values()]
    values, start = [], 0
    while start < len(points):
        # the next block is the run from here on whose rate is the least
        rates = np.cumsum(late[start:]) / np.cumsum(flights[start:])
        length = int(rates.argmin()) + 1
        values.extend([float(rates.min())] * length)
        start += length
    return {"scores": list(points), "values": values}


def isotonic_predict(model, scores):
    knots, values = model["scores"], model["values"]
    result = []
    for score in scores:
        score = float(score)
        if not math.isfinite(score):
            raise ValueError("a score is missing or infinite")
        right = bisect.bisect_right(knots, score)
        if right == 0:
            result.append(values[0])
        elif right == len(knots):
            result.append(values[-1])
        else:
            a, b = knots[right - 1], knots[right]
            rise = values[right] - values[right - 1]
            result.append(values[right - 1] + rise * (score - a) / (b - a))
    return np.array(result, dtype=float)
