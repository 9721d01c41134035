import numpy as np


def speculative_step(p, q, draft, seed):
    rng = np.random.default_rng(seed)
    kept = 0
    while kept < len(draft) and rng.random() * q[kept][draft[kept]] < p[kept][draft[kept]]:
        kept += 1
    rest = np.array(p[kept], dtype=float)
    if kept < len(draft):
        rest = np.clip(rest - np.array(q[kept], dtype=float), 0, None)
        rest /= rest.sum()
    last = int(np.searchsorted(np.cumsum(rest), rng.random(), side="right"))
    return list(draft[:kept]) + [min(last, len(rest) - 1)]
