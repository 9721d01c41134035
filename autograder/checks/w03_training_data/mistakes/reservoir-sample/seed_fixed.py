# /// mistake
# fails = [
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_one_of_three_items_is_as_likely_as_the_others",
#     "test_each_of_eleven_items_is_left_out_alike",
#     "test_the_rest_of_the_stream_is_read_too",
# ]
# says = "Of items 0 to 3, the pair"
# ///

# The generator always has the same seed.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(42)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
