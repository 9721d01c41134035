import math
from collections import Counter
from fractions import Fraction


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
        rank = math.ceil(Fraction(i * n, n_bins))
        edges[present[rank - 1]] += 1

    def name(value):
        if math.isnan(value):
            return None
        if edges[value] > 1:
            return (value,)
        return sum(edge < value for edge in edges)

    before, after = Counter(map(name, old)), Counter(map(name, new))
    bins = set(before) | set(after)
    total = 0.0
    for one in bins:
        p = (before[one] + 0.5) / (len(old) + 0.5 * len(bins))
        q = (after[one] + 0.5) / (len(new) + 0.5 * len(bins))
        total += (q - p) * math.log(q / p)
    return total
