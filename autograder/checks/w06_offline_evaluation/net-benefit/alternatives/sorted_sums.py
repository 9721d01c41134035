import numpy as np
import pandas as pd


def net_benefit(y_true, y_prob, thresholds):
    y, p = np.asarray(y_true), np.asarray(y_prob)
    t = np.asarray(thresholds, dtype=float)
    valid = y.size > 0 and y.shape == p.shape
    valid = valid and np.isin(y, (0, 1)).all() and (p >= 0).all() and (p <= 1).all()
    if not valid or not ((t > 0) & (t < 1)).all():
        raise ValueError("not a decision curve")
    order = np.argsort(p)
    first = np.searchsorted(p[order], t, side="left")
    late_from = np.append(np.cumsum(y[order][::-1])[::-1], 0.0)
    right = late_from[first] / y.size
    false = (y.size - first) / y.size - right
    odds = t / (1 - t)
    frame = pd.DataFrame({"threshold": t})
    frame["model"] = right - odds * false
    frame["all"] = y.mean() - odds * (1 - y.mean())
    frame["none"] = np.zeros(len(t))
    return frame
