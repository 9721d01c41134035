# /// mistake
# fails = ["test_a_list_that_is_sampled_is_left_alone"]
# says = "Argument 1 was changed by the call; work on a copy"
# ///

# Takes the items out of a list that it is given.
def _until_empty(items):
    try:
        while True:
            yield next(items)
    except IndexError:
        return


def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    if isinstance(stream, list):
        stream.reverse()
        stream = iter(stream.pop, object())
        stream = _until_empty(stream)
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
