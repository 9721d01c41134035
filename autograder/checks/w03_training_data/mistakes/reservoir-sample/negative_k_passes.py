# /// mistake
# fails = ["test_a_negative_k_is_refused"]
# says = "A negative k raises a ValueError, also for an empty stream"
# ///

# A negative k gives an empty list.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
