import pandas as pd


def thompson(history, seed, rounds=1000):
    if rounds < 1:
        raise ValueError("rounds")
    generator = np.random.default_rng(seed)
    table = {}
    for name in history:
        known = pd.Series(np.asarray(history[name])).dropna()
        if not known.isin([0.0, 1.0]).all():
            raise ValueError("rewards are 0 or 1")
        wins = int(known.sum())
        table[name] = generator.beta(wins + 1, len(known) - wins + 1, size=rounds)
    if not table:
        raise ValueError("no arms")
    best = pd.DataFrame(table).idxmax(axis=1)
    shares = best.value_counts(normalize=True)
    return {"arm": best[0], "propensities": {name: float(shares.get(name, 0)) for name in table}}
