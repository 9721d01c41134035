import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control


def alarms(p_values, rate):
    if not (rate > 0 and rate < 1):
        raise ValueError("not a rate")
    p = np.asarray(p_values)
    made = ~np.isnan(p)
    rings = np.zeros(p.shape, dtype=bool)
    rings[made] = false_discovery_control(p[made]) <= rate  # refuses what is no p-value
    return pd.DataFrame(rings, p_values.index, p_values.columns)
