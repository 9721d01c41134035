import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control


def alarms(p_values, rate):
    if not (rate > 0 and rate < 1):
        raise ValueError("not a rate")
    p = np.array(p_values, dtype=float)
    made = ~np.isnan(p)
    if np.any(p[made] < 0) or np.any(p[made] > 1):
        raise ValueError("not a p-value")
    rings = np.zeros(p.shape, dtype=bool)
    if made.any():
        rings[made] = false_discovery_control(p[made], method="bh") <= rate
    return pd.DataFrame(rings, p_values.index, p_values.columns)
