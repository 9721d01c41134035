# /// mistake
# fails = [
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_a_list_that_is_sampled_is_left_alone",
# ]
# says = "Another stream of the same length keeps the same positions, in the"
# ///

# Shuffles a list that it is given.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    rng = np.random.default_rng(seed)
    if isinstance(stream, list):
        rng.shuffle(stream)
        return stream[:k]
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
