# /// mistake
# fails = [
#     "test_a_short_stream_is_kept_whole",
#     "test_the_seed_alone_decides_which_positions_are_kept",
# ]
# says = "All 5 items are kept when k = 5"
# ///

# Skips None, which is an item like any other.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if item is None:
            continue
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
