import itertools


def reservoir_sample(stream, k, seed):
    """Read up to k items at a time, and keep the k smallest of the random keys, by argsort."""
    if k < 0:
        raise ValueError("negative k")
    if k == 0:
        return []
    rng = np.random.default_rng(seed)
    items = iter(stream)
    kept, keys = [], np.empty(0)
    while batch := list(itertools.islice(items, int(k))):
        kept.extend(batch)
        keys = np.append(keys, rng.random(len(batch)))
        del batch
        best = np.argsort(keys, kind="stable")[:k]
        kept = [kept[i] for i in best]
        keys = keys[best]
    return kept
