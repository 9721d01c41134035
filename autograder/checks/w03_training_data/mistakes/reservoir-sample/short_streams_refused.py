# /// mistake
# fails = ["test_a_short_stream_is_kept_whole", "test_a_list_that_is_sampled_is_left_alone"]
# says = "A stream of k items or fewer gives all of them"
# ///

# A stream of fewer than k items is an error.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    if len(kept) < k:
        raise ValueError('too few items')
    return kept
