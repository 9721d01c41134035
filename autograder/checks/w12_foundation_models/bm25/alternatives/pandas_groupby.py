import numpy as np
import pandas as pd


def bm25(corpus, query, k1=1.2, b=0.75):
    n = len(corpus)
    avg = np.mean([len(p) for p in corpus])
    idf = {}
    for t in set(query):
        df = len([1 for p in corpus if t in p])
        idf[t] = np.log((n + 1) / (df + 0.5))  # 1 + (n - df + .5) / (df + .5)

    def score(p):
        total = 0.0
        for t in query:
            if t in p:
                f = p.count(t)
                total += idf[t] * (k1 + 1) / (1 + k1 * (1 - b + b * len(p) / avg) / f)
        return total

    return np.fromiter(map(score, corpus), dtype=float, count=n)


def fuse_rankings(rankings, k):
    rows = [(name, 1 / (k + rank)) for r in rankings for rank, name in enumerate(r, 1)]
    if not rows:
        return []
    table = pd.DataFrame(rows, columns=["name", "part"])
    sums = table.groupby("name")["part"].sum().round(9).reset_index()
    return sums.sort_values(["part", "name"], ascending=[False, True])["name"].tolist()
