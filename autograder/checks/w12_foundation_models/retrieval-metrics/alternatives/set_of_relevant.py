from math import log, nan


def retrieval_metrics(ranked, grades, k):
    relevant = {name for name in grades if grades[name] > 0}
    if not relevant:
        return {"precision": 0.0} | dict.fromkeys(["recall", "reciprocal_rank", "ndcg"], nan)
    top = list(ranked[:k])
    hits = relevant.intersection(top)
    dcg = ideal = rr = 0.0
    best = sorted(relevant, key=grades.get, reverse=True)
    for place in range(1, k + 1):
        weight = log(2) / log(place + 1)
        if place <= len(top) and top[place - 1] in relevant:
            dcg += weight * ((1 << grades[top[place - 1]]) - 1)
            rr = rr or 1 / place
        if place <= len(best):
            ideal += weight * ((1 << grades[best[place - 1]]) - 1)
        if place > max(len(top), len(best)):
            break
    return {
        "precision": len(hits) / k,
        "recall": len(hits) / len(relevant),
        "reciprocal_rank": rr,
        "ndcg": dcg / ideal,
    }
