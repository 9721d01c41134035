# /// mistake
# fails = ["test_the_seed_alone_decides_which_positions_are_kept"]
# says = "The same seed keeps the same positions, whatever the global generators"
# ///

# The generator is made without the seed.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng()
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
