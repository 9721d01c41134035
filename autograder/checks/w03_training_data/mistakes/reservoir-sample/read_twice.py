# /// mistake
# fails = [
#     "test_k_different_positions_of_the_stream_are_kept",
#     "test_k_may_be_a_whole_number_of_numpy",
#     "test_a_short_stream_is_kept_whole",
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_the_stream_is_never_held_in_memory",
#     "test_every_part_of_a_long_stream_is_kept_alike",
#     "test_neighbours_are_not_kept_together",
# ]
# says = "100 of 300 items are to be kept, not 0"
# ///

# Counts the stream first, and then reads it again: an iterator is empty by then.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    n = sum(1 for _ in stream)
    rng = np.random.default_rng(seed)
    wanted = set(rng.choice(n, size=min(k, n), replace=False).tolist())
    return [item for position, item in enumerate(stream) if position in wanted]
