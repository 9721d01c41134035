import numpy as np


def retrieval_metrics(ranked, grades, k):
    judged = np.array(list(grades.values()), dtype=float)
    total = int((judged > 0).sum())
    nan = float("nan")
    if not total:
        return dict(precision=0.0, recall=nan, reciprocal_rank=nan, ndcg=nan)
    got = np.array([grades.get(name, 0) for name in ranked][:k], dtype=float)
    ideal = -np.sort(-judged)[:k]
    discount = lambda size: np.log2(np.arange(2, size + 2))
    gain = lambda g: float(((2.0**g - 1) / discount(len(g))).sum())
    where = np.flatnonzero(got > 0)
    return dict(
        precision=len(where) / k,
        recall=len(where) / total,
        reciprocal_rank=1 / (int(where[0]) + 1) if len(where) else 0.0,
        ndcg=gain(got) / gain(ideal),
    )
