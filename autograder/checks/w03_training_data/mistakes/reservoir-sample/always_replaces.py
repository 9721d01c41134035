# /// mistake
# fails = [
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_one_of_three_items_is_as_likely_as_the_others",
#     "test_every_part_of_a_long_stream_is_kept_alike",
#     "test_each_of_eleven_items_is_left_out_alike",
#     "test_the_rest_of_the_stream_is_read_too",
# ]
# says = "Of items 0 to 3, the pair"
# ///

# Every later item replaces one of the kept ones.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(k) if k else 0
        if place < k:
            kept[place] = item
    return kept
