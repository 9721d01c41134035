import pandas as pd


def net_benefit(y_true, y_prob, thresholds):
    y = [float(v) for v in y_true]
    p = [float(v) for v in y_prob]
    ts = [float(v) for v in thresholds]
    if len(y) != len(p) or len(y) == 0:
        raise ValueError("lengths differ or no flights")
    if any(v != 0 and v != 1 for v in y):
        raise ValueError("label")
    if any(not (0 <= v <= 1) for v in p):
        raise ValueError("forecast")
    if any(not (0 < t < 1) for t in ts):
        raise ValueError("threshold")
    rows = []
    for t in ts:
        weight = t / (1 - t)
        gain = everyone = 0.0
        for label, prob in zip(y, p):
            worth = 1.0 if label == 1 else -weight
            everyone += worth
            if prob >= t:
                gain += worth
        rows.append([t, gain / len(y), everyone / len(y), 0.0])
    return pd.DataFrame(rows, columns=["threshold", "model", "all", "none"])
