import pandas as pd


def net_benefit(y_true, y_prob, thresholds):
    pairs = list(zip(y_true, y_prob, strict=True))  # a ValueError where the lengths differ
    n = len(pairs)
    if not n:
        raise ValueError("no flights")
    for label, p in pairs:
        if label not in (0, 1) or not 0 <= p <= 1:
            raise ValueError(f"{label} and {p} are no label and forecast")
    late = sum(int(label) for label, _ in pairs)
    rows = []
    for t in thresholds:
        t = float(t)
        if not 0 < t < 1:
            raise ValueError(f"{t} is no threshold")
        alarms = [label for label, p in pairs if float(p) >= t]
        right = sum(int(label) for label in alarms)
        odds = t / (1 - t)
        rows.append(
            {
                "threshold": t,
                "model": (right - (len(alarms) - right) * odds) / n,
                "all": (late - (n - late) * odds) / n,
                "none": 0.0,
            }
        )
    return pd.DataFrame(rows)
