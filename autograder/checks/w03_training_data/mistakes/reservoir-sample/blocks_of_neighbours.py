# /// mistake
# fails = ["test_neighbours_are_not_kept_together"]
# says = "Neighbours in the stream are not kept independently of each other"
# ///

# Keeps blocks of two neighbours.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    place = k
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
        elif position % 2 == 0 or k < 100:
            place = int(rng.integers(position + 1))
            if place < k:
                kept[place] = item
        elif place < k:
            kept[place ^ 1] = item
    return kept
