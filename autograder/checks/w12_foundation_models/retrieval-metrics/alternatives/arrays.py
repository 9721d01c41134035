def retrieval_metrics(ranked, grades, k):
    judged = np.array(list(grades.values()))
    total = np.count_nonzero(judged)
    nan = float("nan")
    if not total:
        return dict(precision=0.0, recall=nan, reciprocal_rank=nan, ndcg=nan)
    got = np.array([grades.get(name, 0) for name in ranked[:k]])
    ideal = np.sort(judged)[::-1][:k]
    gain = lambda g: float(((2.0**g - 1) / np.log2(np.arange(2, len(g) + 2))).sum())
    where = np.flatnonzero(got)
    return dict(
        precision=len(where) / k,
        recall=len(where) / total,
        reciprocal_rank=1 / (int(where[0]) + 1) if len(where) else 0.0,
        ndcg=gain(got) / gain(ideal),
    )
