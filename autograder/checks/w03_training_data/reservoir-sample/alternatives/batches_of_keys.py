import itertools


def reservoir_sample(stream, k, seed):
    """Read up to k items at a time, and keep the k smallest of the random keys, by argsort."""
    rng = np.random.default_rng(seed)
    items = iter(stream)
    kept, keys = [], np.empty(0)
    while batch := list(itertools.islice(items, k)):  # a ValueError if k is negative
        kept.extend(batch)
        keys = np.append(keys, rng.random(len(batch)))
        del batch
        best = np.argsort(keys)[:k]
        kept = [kept[i] for i in best]
        keys = keys[best]
    return kept
