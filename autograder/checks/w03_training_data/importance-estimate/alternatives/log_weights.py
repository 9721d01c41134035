def importance_estimate(values, sampled_with, wanted):
    """Weights as logarithms, brought to the sum of one."""
    v, q, p = (np.array(column, dtype=float) for column in (values, sampled_with, wanted))
    if v.shape != q.shape or q.shape != p.shape:
        raise ValueError("the three need one length")
    if np.isnan(q).any() or np.isinf(q).any() or (q <= 0).any():
        raise ValueError("sampled_with")
    if np.isnan(p).any() or np.isinf(p).any() or (p < 0).any():
        raise ValueError("wanted")
    if not p.any():
        raise ValueError("nothing is wanted")
    v = np.where(p == 0, p, v)
    if np.isnan(v).any() or np.isinf(v).any():
        raise ValueError("values")
    logs = np.log(p) - np.log(q)
    weights = np.exp(logs - logs.max())
    weights /= np.sum(weights)
    return dict(mean=weights @ v, effective_sample_size=1 / np.sum(weights**2))
