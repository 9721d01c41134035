# /// mistake
# fails = ["test_every_part_of_a_long_stream_is_kept_alike"]
# says = "has a wrong share of the sample"
# ///

# Stops reading after two thousand items.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position >= 2_000:
            break
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
