from fractions import Fraction

import numpy as np


def bm25(corpus, query, k1=1.2, b=0.75):
    lengths = np.array([len(p) for p in corpus], dtype=float)
    if not query:
        return np.zeros(len(corpus))
    f = np.array([[list(p).count(t) for p in corpus] for t in query], dtype=float)
    n = len(corpus)
    n_t = (f > 0).sum(axis=1)
    idf = np.log1p((n - n_t + 0.5) / (n_t + 0.5))
    below = f + k1 * (1 - b + b * lengths / lengths.mean())
    part = np.divide(f * (k1 + 1), below, out=np.zeros_like(f), where=f > 0)
    return idf @ part


def fuse_rankings(rankings, k):
    names = sorted({name for ranking in rankings for name in ranking})
    total = {
        name: sum((Fraction(1, k + r.index(name) + 1) for r in rankings if name in r), Fraction(0))
        for name in names
    }
    names.sort(key=total.get, reverse=True)  # stable: equal sums stay in the order of names
    return names
