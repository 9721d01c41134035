from itertools import islice


def reservoir_sample(stream, k, seed):
    """Algorithm L: draw how many items to skip, not whether to keep each."""
    if k <= 0:
        if k < 0:
            raise ValueError("k is negative")
        return []
    items = iter(stream)
    kept = [item for _, item in zip(range(k), items)]
    draw = np.random.default_rng(seed)
    nothing = object()
    largest = (1 - draw.random()) ** (1 / k)
    while True:
        skipped = int(draw.geometric(largest)) - 1
        item = next(islice(items, skipped, None), nothing)
        if item is nothing:
            return kept
        kept[int(draw.integers(k))] = item
        largest *= (1 - draw.random()) ** (1 / k)
