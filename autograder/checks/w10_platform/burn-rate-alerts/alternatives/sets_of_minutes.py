from fractions import Fraction
from itertools import groupby


def burn_rate_alerts(requests, failures, slo, rules):
    came, failed = [int(x) for x in requests], [int(x) for x in failures]
    if len(came) != len(failed) or any(f > r for f, r in zip(failed, came)) or slo <= 0 or slo >= 1:
        raise ValueError("not possible")
    allowed = 1 - Fraction(float(slo))
    result = {rule[0]: set() for rule in rules}
    for name, long, short, factor in rules:
        limit = Fraction(float(factor)) * allowed
        for length in {int(long), int(short)}:
            r = f = 0
            hot = set()
            for t in range(len(came)):
                r, f = r + came[t], f + failed[t]
                if t >= length:
                    r, f = r - came[t - length], f - failed[t - length]
                if f * limit.denominator > limit.numerator * r:
                    hot.add(t)
            if length == long:
                hot_long = hot
            if length == short:
                hot_short = hot
        result[name] |= hot_long & hot_short
    told = {}
    for name, minutes in result.items():
        runs = [[t for _, t in group] for _, group in groupby(enumerate(sorted(minutes)), lambda p: p[1] - p[0])]
        told[name] = [(run[0], run[-1]) for run in runs]
    return told
