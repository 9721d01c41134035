# /// mistake
# fails = ["test_the_seed_alone_decides_which_positions_are_kept"]
# says = "nor whether they are equal"
# ///

# An item equal to a kept one is not looked at.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        if item in kept:
            continue
        # position + 1 items have been seen, this one included: it stays with chance k of them.
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
