# /// mistake
# fails = ["test_the_seed_alone_decides_which_positions_are_kept"]
# says = "The same seed keeps the same positions, whatever the global generators"
# ///

# Seeds the global generator, which everybody else draws from as well.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    np.random.seed(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = np.random.randint(position + 1)
        if place < k:
            kept[place] = item
    return kept
