from itertools import islice


def reservoir_sample(stream, k, seed):
    """Algorithm L: draw how many items to skip, not whether to keep each."""
    if k < 0:
        raise ValueError("k is negative")
    items = iter(stream)
    kept = list(islice(items, k))
    if k == 0 or len(kept) < k:
        return kept
    draw = np.random.default_rng(seed)
    largest = (1 - draw.random()) ** (1 / k)
    while True:
        skipped = math.floor(math.log(1 - draw.random()) / math.log1p(-largest))
        following = list(islice(items, skipped, skipped + 1))
        if not following:
            return kept
        kept[int(draw.integers(k))] = following[0]
        largest *= (1 - draw.random()) ** (1 / k)
