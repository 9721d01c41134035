import hashlib


# Each position has a key made from the seed; the k smallest keys are kept, in order of position.
def reservoir_sample(stream, k, seed):
    if k < 0:
        raise ValueError("k is negative")

    def key(position):
        return hashlib.sha256(repr((seed, position)).encode()).digest()

    kept = {}
    for position, item in enumerate(stream):
        kept[position] = item
        if len(kept) > k:
            del kept[max(kept, key=key)]
    return list(kept.values())
