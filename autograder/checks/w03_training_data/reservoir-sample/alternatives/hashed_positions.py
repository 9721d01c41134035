import hashlib


# Each position has a key made from the seed; the k smallest keys are kept, in order of position.
def reservoir_sample(stream, k, seed):
    if k < 0:
        raise ValueError("k is negative")
    kept, keys = {}, {}
    for position, item in enumerate(stream):
        kept[position] = item
        keys[position] = hashlib.sha256(repr((seed, position)).encode()).digest()
        if len(kept) > k:
            largest = max(keys, key=keys.get)
            del kept[largest], keys[largest]
    return list(kept.values())
