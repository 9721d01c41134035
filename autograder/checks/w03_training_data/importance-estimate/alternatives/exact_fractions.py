from fractions import Fraction


def importance_estimate(values, sampled_with, wanted):
    """Row by row, in exact arithmetic."""
    rows = list(zip(values, sampled_with, wanted, strict=False))
    if not len(rows) == len(values) == len(sampled_with) == len(wanted):
        raise ValueError("lengths")
    total = squares = weighted = Fraction(0)
    for value, sampled, want in rows:
        if not (0 < sampled < math.inf):
            raise ValueError(f"sampled with {sampled}")
        if not (0 <= want < math.inf):
            raise ValueError(f"wanted {want}")
        if want == 0:
            continue
        if not -math.inf < value < math.inf:
            raise ValueError(f"value {value}")
        weight = Fraction(float(want)) / Fraction(float(sampled))
        total += weight
        squares += weight * weight
        weighted += weight * Fraction(float(value))
    if total == 0:
        raise ValueError("nothing is wanted")
    return {
        "effective_sample_size": float(total * total / squares),
        "mean": float(weighted / total),
    }
