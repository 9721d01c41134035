def sample_size(base_rate, lift, alpha=0.05, power=0.8, rows_per_unit=1, icc=0.0):
    def inside(value):
        if not 0 < value < 1:
            raise ValueError(f"{value} is not inside (0, 1)")
        return float(value)

    shares = [inside(base_rate), inside(base_rate + lift)]
    alpha, power = inside(alpha), inside(power)
    if lift == 0:
        raise ValueError("no effect")
    if not power > alpha:
        raise ValueError("the power is not above the level")
    if not (rows_per_unit >= 1 and 0 <= icc <= 1):
        raise ValueError("no such unit")
    # The variance of the mean of one unit's rows.
    of_unit = sum(s - s * s for s in shares) * (icc + (1 - icc) / rows_per_unit)
    reach = NormalDist().inv_cdf(power) - NormalDist().inv_cdf(alpha / 2)
    units = of_unit * (reach / lift) ** 2
    return int(units) + 1
