# /// mistake
# fails = [
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_the_seed_alone_decides_which_positions_are_kept",
#     "test_one_of_three_items_is_as_likely_as_the_others",
#     "test_neighbours_are_not_kept_together",
# ]
# says = "Of items 0 to 3, the pair"
# ///

# Keeps the items with the smallest hashes, so the values decide and not the positions.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    import heapq
    import zlib

    def key(item):
        return zlib.crc32(f"{seed} {item!r}".encode())

    return heapq.nsmallest(k, stream, key=key)
