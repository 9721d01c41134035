# /// mistake
# fails = ["test_the_seed_alone_decides_which_positions_are_kept"]
# says = "Another stream of the same length"
# ///

# A list has a length, so its positions are drawn at once: not those of an iterator.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    if hasattr(stream, '__len__') and len(stream) > k:
        r = np.random.default_rng(seed)
        return [stream[i] for i in r.choice(len(stream), k, replace=False)]
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        # position + 1 items have been seen, this one included: it stays with chance k of them.
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
