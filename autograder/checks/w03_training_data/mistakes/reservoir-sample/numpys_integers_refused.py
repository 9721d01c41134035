# /// mistake
# fails = ["test_k_may_be_a_whole_number_of_numpy"]
# says = "may be a whole number of NumPy"
# ///

# k is checked with isinstance(k, int).
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if not isinstance(k, int):
        raise ValueError('k')
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = np.random.default_rng(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        # position + 1 items have been seen, this one included: it stays with chance k of them.
        place = rng.integers(position + 1)
        if place < k:
            kept[place] = item
    return kept
