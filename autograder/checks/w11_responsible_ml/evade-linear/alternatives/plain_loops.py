import math

import numpy as np


def evade_linear(weights, bias, x, budget, norm):
    w, point = [float(v) for v in weights], [float(v) for v in x]
    if norm not in ("l1", "l2", "linf") or budget < 0 or len(w) != len(point):
        raise ValueError("not an attack")
    score = bias + math.fsum(w[i] * point[i] for i in range(len(w)))
    change = [0.0] * len(w)
    largest = max(abs(v) for v in w)  # of none a ValueError
    if largest == 0:
        return {"score": score, "radius": math.inf, "change": np.zeros(len(w)), "flips": False}
    if norm == "l1":
        radius = abs(score) / largest
        place = [abs(v) for v in w].index(largest)
        change[place] = -score / w[place]
    elif norm == "l2":
        squares = math.fsum(v * v for v in w)
        radius = abs(score) / math.sqrt(squares)
        change = [-score / squares * v for v in w]
    else:
        step = -score / math.fsum(abs(v) for v in w)
        radius = abs(step)
        change = [step * ((v > 0) - (v < 0)) for v in w]
    return {"score": score, "radius": radius, "change": np.array(change), "flips": radius < budget}
