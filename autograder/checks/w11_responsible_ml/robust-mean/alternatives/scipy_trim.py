import numpy as np
from scipy import stats


def robust_mean(updates, trim):
    if not 0 <= trim < 0.5:
        raise ValueError("trim")
    table = np.asarray(updates, dtype=np.float64)
    broken = ~np.isfinite(table).all(axis=1)
    table = table[~broken]
    if len(table) == 0:
        raise ValueError("nobody is left")
    m = int(trim * len(table) + 1e-9)
    # Half a row more, so that it cannot fall below m again.
    mean = stats.trim_mean(table, (m + 0.5) / len(table))
    return {"mean": mean, "rejected": np.flatnonzero(broken).tolist(), "tolerates": m}
