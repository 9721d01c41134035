import pandas as pd
from scipy.stats import chi2


def sample_ratio_mismatch(counts, weights):
    w = pd.Series(weights)
    c = pd.Series(counts)
    if (w < 0).any():
        raise ValueError("negative weight")
    w = w[w > 0]
    if len(w) < 2:
        raise ValueError("two arms are needed")
    c = c[c > 0]
    if c.empty:
        raise ValueError("no units")
    if not c.index.isin(w.index).all():
        raise ValueError("units in an arm that was not ordered")
    observed = c.reindex(w.index, fill_value=0.0)
    expected = w / w.sum() * c.sum()
    # sum (O - E)^2 / E by the ratio to what was ordered
    ratio = observed / expected - 1
    return float(chi2.sf((expected * ratio**2).sum(), df=len(w) - 1))
