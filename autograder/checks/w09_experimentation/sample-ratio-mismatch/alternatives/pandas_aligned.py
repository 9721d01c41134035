import pandas as pd
from scipy.stats import chi2


def sample_ratio_mismatch(counts, weights):
    table = pd.DataFrame({"n": pd.Series(counts), "w": pd.Series(weights)}).fillna(0.0)
    if (table["w"] < 0).any():
        raise ValueError("negative weight")
    if ((table["w"] == 0) & (table["n"] > 0)).any():
        raise ValueError("units without a weight")
    table = table[table["w"] > 0]
    total = table["n"].sum()
    if len(table) < 2 or total == 0:
        raise ValueError("nothing to test")
    table["expected"] = total * table["w"] / table["w"].sum()
    statistic = ((table["n"] - table["expected"]) ** 2 / table["expected"]).sum()
    return float(chi2.sf(statistic, df=len(table) - 1))
