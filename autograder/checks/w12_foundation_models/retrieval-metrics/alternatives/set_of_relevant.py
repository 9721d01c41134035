def retrieval_metrics(ranked, grades, k):
    relevant = {name for name in grades if grades[name] > 0}
    if not relevant:
        return {"precision": 0.0} | dict.fromkeys(["recall", "reciprocal_rank", "ndcg"], math.nan)
    top = ranked[:k]
    hits = relevant.intersection(top)
    best = sorted(relevant, key=grades.get, reverse=True)[:k]

    def dcg(names):
        gains = {place: 2 ** grades[name] - 1 for place, name in enumerate(names, 2) if name in relevant}
        return math.fsum(gain / math.log2(place) for place, gain in gains.items())

    return {
        "precision": len(hits) / k,
        "recall": len(hits) / len(relevant),
        "reciprocal_rank": next((1 / place for place, name in enumerate(top, 1) if name in hits), 0.0),
        "ndcg": dcg(top) / dcg(best),
    }
