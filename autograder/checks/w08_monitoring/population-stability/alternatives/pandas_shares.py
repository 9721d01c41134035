import numpy as np
import pandas as pd


def population_stability(expected, actual, n_bins=10):
    before = pd.Series(np.asarray(expected, dtype="float64"))
    after = pd.Series(np.asarray(actual, dtype="float64"))
    known = before.dropna().sort_values()
    if not 2 <= n_bins <= known.size or after.empty:
        raise ValueError("cannot be binned")
    position = np.ceil(np.arange(1, n_bins) * known.size / n_bins).astype(int) - 1
    quantiles = known.iloc[position]
    edges = quantiles.unique()
    repeated = quantiles[quantiles.duplicated()].unique()

    def labels(sample):
        below = pd.Series(np.digitize(sample, edges, right=True)).astype(str)
        below[sample.isin(repeated)] = sample.astype(str)  # with a point, unlike a bin
        return below.where(sample.notna())

    table = pd.DataFrame(
        {
            "p": labels(before).value_counts(dropna=False),
            "q": labels(after).value_counts(dropna=False),
        }
    ).fillna(0)
    table += 0.5
    shares = table / table.sum()
    terms = (shares["q"] - shares["p"]) * (np.log(shares["q"]) - np.log(shares["p"]))
    return float(terms.sum())
