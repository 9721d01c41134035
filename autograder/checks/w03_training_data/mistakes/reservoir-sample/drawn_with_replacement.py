# /// mistake
# fails = [
#     "test_k_different_positions_of_the_stream_are_kept",
#     "test_k_may_be_a_whole_number_of_numpy",
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_the_stream_is_never_held_in_memory",
#     "test_every_part_of_a_long_stream_is_kept_alike",
#     "test_each_of_eleven_items_is_left_out_alike",
#     "test_neighbours_are_not_kept_together",
#     "test_the_rest_of_the_stream_is_read_too",
# ]
# says = "Each kept item has a position of its own in the stream"
# ///

# Draws positions with replacement, from a list of the whole stream.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    items = list(stream)
    if len(items) <= k:
        return items
    rng = np.random.default_rng(seed)
    return [items[position] for position in rng.integers(len(items), size=k)]
