def importance_estimate(values, sampled_with, wanted):
    """Weights as logarithms, brought to the sum of one."""
    v, q, p = (np.array(column, dtype=np.float64) for column in (values, sampled_with, wanted))
    if v.size == 0 or v.shape != q.shape or q.shape != p.shape:
        raise ValueError("the three need one length, which is not 0")
    if np.isnan(q).any() or np.isinf(q).any() or (q <= 0).any():
        raise ValueError("sampled_with")
    if np.isnan(p).any() or np.isinf(p).any() or (p < 0).any() or p.max() == 0:
        raise ValueError("wanted")
    rows = np.flatnonzero(p)
    if np.isnan(v[rows]).any() or np.isinf(v[rows]).any():
        raise ValueError("values")
    logs = np.log(p[rows]) - np.log(q[rows])
    weights = np.exp(logs - logs.max())
    weights /= np.sum(weights)
    return dict(mean=weights @ v[rows], effective_sample_size=1 / np.sum(weights**2))
