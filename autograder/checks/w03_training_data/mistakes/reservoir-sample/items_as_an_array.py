# /// mistake
# fails = [
#     "test_k_different_positions_of_the_stream_are_kept",
#     "test_k_may_be_a_whole_number_of_numpy",
#     "test_a_short_stream_is_kept_whole",
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_the_stream_is_never_held_in_memory",
#     "test_one_of_three_items_is_as_likely_as_the_others",
#     "test_every_part_of_a_long_stream_is_kept_alike",
#     "test_each_of_eleven_items_is_left_out_alike",
#     "test_neighbours_are_not_kept_together",
#     "test_the_rest_of_the_stream_is_read_too",
#     "test_a_list_that_is_sampled_is_left_alone",
# ]
# says = "The result is a NumPy array, not a list"
# ///

# Returns an array.
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
    return np.array(kept, dtype=object)
