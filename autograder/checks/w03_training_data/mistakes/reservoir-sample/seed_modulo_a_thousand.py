# /// mistake
# fails = ["test_the_seed_alone_decides_which_positions_are_kept"]
# says = "Different seeds should keep different items"
# ///

# Seeds that differ by a thousand are the same seed.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed % 1_000)
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
