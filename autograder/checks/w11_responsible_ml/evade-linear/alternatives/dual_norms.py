import numpy as np

DUAL_ORDER = {"l1": np.inf, "l2": 2, "linf": 1}


def evade_linear(weights, bias, x, budget, norm):
    w = np.asarray(weights, dtype=float)
    if norm not in DUAL_ORDER:
        raise ValueError(norm)
    if w.size == 0 or budget < 0:
        raise ValueError("weights or budget")
    score = w @ np.asarray(x) + bias
    dual = np.linalg.norm(w, DUAL_ORDER[norm])
    if dual == 0:
        return {"score": score, "radius": np.inf, "change": np.zeros(len(w)), "flips": False}
    radius = abs(score) / dual
    if norm == "l2":
        direction = w / dual
    elif norm == "linf":
        direction = np.sign(w)
    else:
        direction = np.zeros(len(w))
        first = np.argmax(np.abs(w))
        direction[first] = np.sign(w[first])
    return {
        "score": score,
        "radius": radius,
        "change": -np.sign(score) * radius * direction,
        "flips": bool(budget > radius),
    }
