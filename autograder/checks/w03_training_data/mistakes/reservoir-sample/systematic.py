# /// mistake
# fails = [
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_one_of_three_items_is_as_likely_as_the_others",
#     "test_every_part_of_a_long_stream_is_kept_alike",
#     "test_each_of_eleven_items_is_left_out_alike",
#     "test_neighbours_are_not_kept_together",
#     "test_the_rest_of_the_stream_is_read_too",
# ]
# says = "Of items 0 to 3, the pair"
# ///

# Replaces the kept items in turn: even steps, no chance.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    start = int(rng.integers(k)) if k else 0
    for position, item in enumerate(stream):
        if len(kept) < k:
            kept.append(item)
        elif k:
            kept[(position + start) % k] = item
    return kept
