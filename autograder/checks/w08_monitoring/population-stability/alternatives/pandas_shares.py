import numpy as np
import pandas as pd


def population_stability(expected, actual, n_bins=10):
    before = pd.Series(np.asarray(expected, dtype="float64"))
    after = pd.Series(np.asarray(actual, dtype="float64"))
    known = before.dropna().sort_values(ignore_index=True)
    if not 2 <= n_bins <= known.size or after.empty:
        raise ValueError("cannot be binned")
    position = np.ceil(np.arange(1, n_bins) * known.size / n_bins).astype(int) - 1
    quantiles = known.iloc[position]
    edges = quantiles.unique()
    repeated = quantiles[quantiles.duplicated()].unique()

    def labels(sample):
        below = pd.Series(np.digitize(sample, edges, right=True)).astype(str)
        below[sample.isin(repeated)] = "at " + sample.astype(str)
        return below.where(sample.notna(), "missing")

    table = pd.DataFrame(
        {"p": labels(before).value_counts(), "q": labels(after).value_counts()}
    ).fillna(0)
    table += 0.5
    shares = table / table.sum()
    terms = (shares["q"] - shares["p"]) * (np.log(shares["q"]) - np.log(shares["p"]))
    return float(terms.sum())
