# /// mistake
# fails = [
#     "test_a_short_stream_is_kept_whole",
#     "test_every_pair_of_four_items_is_as_likely_as_any_other",
#     "test_one_of_three_items_is_as_likely_as_the_others",
#     "test_each_of_eleven_items_is_left_out_alike",
# ]
# says = "Of items 0 to 3, the pair"
# ///

# The item just seen is left out of the range, so it is kept too often.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position)
        if place < k:
            kept[place] = item
    return kept
