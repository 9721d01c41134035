import numpy as np


def paired_bootstrap(metric, y_true, a, b, groups, rounds, seed, level=0.95):
    y, *forecasts = [np.asarray(list(v), dtype=np.float64) for v in (y_true, a, b)]
    if {len(y), *map(len, forecasts)} != {len(groups)}:
        raise ValueError("lengths")
    rows_of = {}
    for i, name in enumerate(groups):
        rows_of.setdefault(name, []).append(i)
    ordered = [rows_of[name] for name in sorted(rows_of)]
    g = len(ordered)
    if g < 2 or rounds < 1 or not 0 < level < 1:
        raise ValueError("groups, rounds or level")
    # all draws at once: the same stream as drawing round by round
    positions = np.random.default_rng(seed).integers(g, size=(rounds, g))
    samples = [list(range(len(groups)))]
    samples += [[i for k in draw for i in ordered[k]] for draw in positions]
    scores = np.array([[metric(y[s], f[s]) for f in forecasts] for s in samples])
    if not np.isfinite(scores).all():
        raise ValueError("metric undefined")
    whole, *gaps = scores[:, 0] - scores[:, 1]
    return {
        "difference": float(whole),
        "low": float(np.quantile(gaps, (1 - level) / 2)),
        "high": float(np.quantile(gaps, (1 + level) / 2)),
    }
