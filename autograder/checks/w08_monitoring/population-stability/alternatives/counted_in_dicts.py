import math
from collections import Counter


def population_stability(expected, actual, n_bins=10):
    old = [float(value) for value in expected]
    new = [float(value) for value in actual]
    present = sorted(value for value in old if not math.isnan(value))
    n = len(present)
    if n_bins < 2 or n_bins > n:
        raise ValueError("too few or too many bins")
    if not new:
        raise ValueError("no actual values")
    edges = Counter()
    for i in range(1, n_bins):
        rank = 1
        while rank * n_bins < i * n:
            rank += 1
        edges[present[rank - 1]] += 1

    def name(value):
        if math.isnan(value):
            return "missing"
        if edges[value] > 1:
            return f"exactly {value!r}"
        return sum(edge < value for edge in edges)

    before, after = Counter(map(name, old)), Counter(map(name, new))
    bins = set(before) | set(after)
    total = 0.0
    for one in bins:
        p = (before[one] + 0.5) / (len(old) + 0.5 * len(bins))
        q = (after[one] + 0.5) / (len(new) + 0.5 * len(bins))
        total += (q - p) * math.log(q / p)
    return total
