import math


def membership_advantage(losses_in, losses_out, max_fpr=0.01):
    ones, others = [float(x) for x in losses_in], [float(x) for x in losses_out]
    n, m = len(ones), len(others)
    if n == 0 or m == 0 or any(math.isnan(x) for x in ones + others):
        raise ValueError("losses")
    best, threshold, sure = 0, -math.inf, 0
    for t in sorted(set(ones + others)):
        hits = sum(1 for x in ones if x <= t)
        false = sum(1 for x in others if x <= t)
        if hits * m - false * n > best:
            best, threshold = hits * m - false * n, t
        if false / m <= max_fpr:
            sure = hits
    return {"advantage": best / (n * m), "threshold": threshold, "tpr_at_max_fpr": sure / n}
