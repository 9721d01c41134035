# /// mistake
# fails = ["test_k_and_the_seed_may_be_integers_of_numpy"]
# says = "whole numbers of NumPy"
# ///

# random.Random takes no integer of NumPy.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot keep {k} items")
    rng = __import__('random').Random(seed)
    kept: list[Any] = []
    for position, item in enumerate(stream):
        if position < k:
            kept.append(item)
            continue
        # position + 1 items have been seen, this one included: it stays with chance k of them.
        place = rng.randrange(position + 1)
        if place < k:
            kept[place] = item
    return kept
