import math


def membership_advantage(losses_in, losses_out, max_fpr=0.01):
    a = [float(v) for v in losses_in]
    b = [float(v) for v in losses_out]
    if not a or not b or any(v != v for v in a + b):
        raise ValueError("missing")
    events = sorted([(v, False) for v in a] + [(v, True) for v in b])
    tp = fp = 0
    best, where, reach = 0.0, -math.inf, 0.0
    for i, (v, stranger) in enumerate(events):
        if stranger:
            fp += 1
        else:
            tp += 1
        if i + 1 < len(events) and events[i + 1][0] == v:
            continue
        tpr, fpr = tp / len(a), fp / len(b)
        if tpr - fpr > best + 5e-10:
            best, where = tpr - fpr, v
        if fpr <= max_fpr:
            reach = max(reach, tpr)
    return {"advantage": best, "threshold": where, "tpr_at_max_fpr": reach}
