# /// mistake
# fails = ["test_the_stream_is_never_held_in_memory"]
# says = "items of the stream are held"
# ///

# Reads the whole stream into memory, and draws afterwards.
def reservoir_sample(stream: Iterable[Any], k: int, seed: int) -> list[Any]:
    if k < 0:
        raise ValueError("negative")
    items = list(stream)
    rng = np.random.default_rng(seed)
    positions = rng.choice(len(items), size=min(k, len(items)), replace=False)
    return [items[position] for position in positions]
