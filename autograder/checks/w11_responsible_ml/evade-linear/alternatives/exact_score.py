import math
from fractions import Fraction

import numpy as np


def evade_linear(weights, bias, x, budget, norm):
    w = [float(v) for v in weights]
    x = [float(v) for v in x]
    if len(w) != len(x) or budget < 0 or norm not in {"l1", "l2", "linf"}:
        raise ValueError("bad argument")
    score = float(sum(Fraction(v) * Fraction(x[j]) for j, v in enumerate(w)) + Fraction(float(bias)))
    size = [abs(v) for v in w]
    if max(size) == 0:  # of none a ValueError
        radius, change = math.inf, [0.0] * len(w)
    elif norm == "l1":
        first = size.index(max(size))
        change = [-score / v if j == first else 0.0 for j, v in enumerate(w)]
        radius = sum(abs(c) for c in change)
    elif norm == "l2":
        square = math.fsum(v * v for v in w)
        change = [-score * v / square for v in w]
        radius = math.hypot(*change)
    else:
        step = -score / math.fsum(size)
        change = [0.0 if v == 0 else math.copysign(1, v) * step for v in w]
        radius = abs(step)
    return {"score": score, "radius": radius, "change": np.array(change), "flips": radius < budget}
