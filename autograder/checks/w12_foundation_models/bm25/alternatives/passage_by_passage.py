from collections import defaultdict


def bm25(corpus, query, k1=1.2, b=0.75):
    mean = np.mean([len(passage) for passage in corpus])
    idf = {}
    for term in query:
        having = len([passage for passage in corpus if term in passage])
        idf[term] = math.log((len(corpus) + 1) / (having + 0.5))

    def score(passage):
        total = 0.0
        for term in query:
            if term in passage:
                f = passage.count(term)
                total += idf[term] * (k1 + 1) / (1 + k1 * (1 - b + b * len(passage) / mean) / f)
        return total

    return np.array([score(passage) for passage in corpus])


def fuse_rankings(rankings, k):
    parts = defaultdict(list)
    for ranking in rankings:
        for rank, name in enumerate(ranking, start=k + 1):
            parts[name].append(1 / rank)
    return sorted(sorted(parts), key=lambda name: round(math.fsum(parts[name]), 10), reverse=True)
