from collections import defaultdict
from fractions import Fraction


def bm25(corpus, query, k1=1.2, b=0.75):
    if not query:
        return np.zeros(len(corpus))
    lengths = np.array([len(passage) for passage in corpus])
    f = np.array([[passage.count(term) for passage in corpus] for term in query])
    n_t = np.count_nonzero(f, axis=1)
    idf = np.log1p((len(corpus) - n_t + 0.5) / (n_t + 0.5))
    below = f + k1 * (1 - b + b * lengths / lengths.mean())
    part = np.divide(f * (k1 + 1), below, out=np.zeros(f.shape), where=f > 0)
    return idf @ part


def fuse_rankings(rankings, k):
    total = defaultdict(Fraction)
    for ranking in rankings:
        for place, name in enumerate(ranking):
            total[name] += Fraction(1, k + place + 1)
    return [name for _, name in sorted((-value, name) for name, value in total.items())]
