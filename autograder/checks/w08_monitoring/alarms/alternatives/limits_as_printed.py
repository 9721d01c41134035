import numpy as np
import pandas as pd


def alarms(p_values, rate):
    if not 0 < rate < 1:
        raise ValueError("rate must be above 0 and below 1")
    p = p_values.to_numpy()
    known = np.sort(p[~np.isnan(p)])
    if not ((known >= 0) & (known <= 1)).all():
        raise ValueError("a p-value is below 0 or above 1")
    m = len(known)
    k = np.arange(1, m + 1)
    met = known[known <= k / m * rate]
    rings = p <= met[-1] if len(met) else np.zeros(p.shape, dtype=bool)
    return pd.DataFrame(rings, index=p_values.index, columns=p_values.columns)
