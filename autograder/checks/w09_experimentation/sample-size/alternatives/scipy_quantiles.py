from scipy import stats


def sample_size(base_rate, lift, alpha=0.05, power=0.8, rows_per_unit=1, icc=0.0):
    p, q = base_rate, base_rate + lift
    if p <= 0 or p >= 1 or q <= 0 or q >= 1 or lift == 0:
        raise ValueError("shares must differ and lie inside (0, 1)")
    if alpha <= 0 or power >= 1 or power <= alpha:
        raise ValueError("need 0 < alpha < power < 1")
    if rows_per_unit < 1 or icc < 0 or icc > 1:
        raise ValueError("bad unit")
    z_alpha, z_power = stats.norm.isf([alpha / 2, 1 - power])
    n = (z_alpha + z_power) ** 2 * (p * (1 - p) + q * (1 - q)) / lift**2
    design_effect = 1 + (rows_per_unit - 1) * icc
    return int(np.ceil(n * design_effect / rows_per_unit))
