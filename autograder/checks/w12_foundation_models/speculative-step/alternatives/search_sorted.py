def speculative_step(p, q, draft, seed):
    rng = np.random.default_rng(seed)
    kept = 0
    while kept < len(draft) and rng.random() < p[kept][draft[kept]] / q[kept][draft[kept]]:
        kept += 1
    rest = np.asarray(p[kept])
    if kept < len(draft):
        rest = np.subtract(rest, q[kept]).clip(min=0)
        rest /= rest.sum()
    return [*draft[:kept], int(np.searchsorted(np.cumsum(rest), rng.random()))]
