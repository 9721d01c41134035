import numpy as np
from scipy import stats


def robust_mean(updates, trim):
    if np.isnan(trim) or trim < 0 or trim >= 0.5:
        raise ValueError("trim")
    table = np.array(updates, dtype=np.float64)
    broken = ~np.isfinite(table).all(axis=1)
    table = table[~broken]
    if len(table) == 0:
        raise ValueError("nobody is left")
    m = int(trim * len(table) + 1e-9)
    # A quarter of a row more, so that it cannot fall below m again.
    mean = stats.trim_mean(table, (m + 0.25) / len(table) if m else 0.0, axis=0)
    return {"mean": mean, "rejected": [int(i) for i in np.where(broken)[0]], "tolerates": m}
